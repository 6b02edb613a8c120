"""Fonts by the letters they have: Noto Sans first, then the Noto of each script.

Fonts are looked up where fontconfig looks; nothing is fetched. A letter that no font
has is drawn as the box of a missing glyph, and said.
"""

import os
import re
import threading
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

import uharfbuzz

from .errors import LabelError

MAIN = "NotoSans"
SUFFIX = (".ttf", ".otf")
# Other families than Noto Sans with the letters of all Europe, in this order.
OTHERS = ("DejaVuSans", "LiberationSans", "FreeSans", "OpenSans", "Roboto", "Lato")
USUAL = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts")


class Face:
    """One font file: its letters, and what is needed to shape and embed it."""

    def __init__(self, path: Path):
        self.path, self.name = path, path.stem
        self.hb = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
        self.font = uharfbuzz.Font(self.hb)
        self.upem = self.hb.upem
        self.letters = frozenset(self.hb.unicodes)
        extents = self.font.get_font_extents("ltr")
        self.ascent, self.descent = extents.ascender, -extents.descender

    def __repr__(self):
        return f"Face({self.name})"


class FontBook:
    """The fonts of some folders."""

    def __init__(self, folders: Iterable[Path]):
        self.folders = [Path(folder).expanduser() for folder in folders]
        self._lock = threading.RLock()
        self._files = self._listed()
        self._faces: dict[Path, Face] = {}
        self._by_letter: dict[tuple[str, bool], Face | None] = {}
        names = (MAIN, *OTHERS)
        self.main = next((name for name in names if self._path(name, False)), None)
        if not self.main:
            raise LabelError("no_font", folders=", ".join(map(str, self.folders)))

    def face(self, letter: str, bold: bool = False) -> Face | None:
        """The font for a letter, None when no font has it."""
        key = (letter, bold)
        with self._lock:
            if key not in self._by_letter:
                self._by_letter[key] = self._find(letter, bold)
            return self._by_letter[key]

    def base(self, bold: bool = False) -> Face:
        """The font that is taken where any would do."""
        with self._lock:
            return self._open(self._path(self.main, bold))

    def _listed(self) -> dict[str, Path]:
        """{name of a file without its ending: its path}, the first of each name."""
        found: dict[str, Path] = {}
        for folder in self.folders:
            for top, _below, files in os.walk(folder, followlinks=True):
                for name in sorted(files):
                    if name.lower().endswith(SUFFIX):
                        found.setdefault(Path(name).stem, Path(top, name))
        return found

    def _path(self, family: str, bold: bool) -> Path | None:
        styles = ("-Bold", "-Regular", "") if bold else ("-Regular", "")
        paths = (self._files.get(family + style) for style in styles)
        return next((path for path in paths if path), None)

    def _find(self, letter: str, bold: bool) -> Face | None:
        code = ord(letter)
        for family in self._families(letter):
            path = self._path(family, bold)
            if path and code in (face := self._open(path)).letters:
                return face
        return None

    def _families(self, letter: str):
        """Names of font families, the likeliest first."""
        yield self.main
        script = unicodedata.name(letter, "").split(" ")[0].split("-")[0].capitalize()
        yield f"{MAIN}{script}"
        if script in ("Cjk", "Hiragana", "Katakana", "Hangul"):
            yield from (n for n in self._files if "CJK" in n and "Bold" not in n)
        yield from OTHERS
        pattern = re.compile(rf"({MAIN}\w+)-Regular")
        for name in sorted(self._files):
            if match := pattern.fullmatch(name):
                yield match[1]

    def _open(self, path: Path) -> Face:
        if path not in self._faces:
            self._faces[path] = Face(path)
        return self._faces[path]


def folders(environ: Mapping[str, str] | None = None) -> list[Path]:
    """Where fontconfig looks for fonts: what its file names, then the usual places."""
    environ = os.environ if environ is None else environ
    named = Path(environ.get("FONTCONFIG_FILE") or "none")
    text = named.read_text(encoding="utf-8") if named.is_file() else ""
    found = re.findall(r"<dir>\s*([^<]+?)\s*</dir>", text)
    home = environ.get("XDG_DATA_HOME")
    extra = [f"{home}/fonts"] if home else []
    return [Path(folder) for folder in (*found, *USUAL, *extra)]
