"""Secrets from the environment or from files, and how they are compared."""

import hmac
import os
import stat
from collections.abc import Mapping
from pathlib import Path

EVERYBODY = stat.S_IROTH | stat.S_IWOTH
# Container engines mount secrets here with mode 0444, inside one container only.
MOUNTED = Path("/run/secrets")


class SecretError(ValueError):
    """A secret that is configured but cannot be used; says why, never what it is."""


def read_secret(name: str, environ: Mapping[str, str] | None = None) -> str | None:
    """Secret ``name``: content of the file that ``<name>_FILE`` names, else ``<name>``.

    One trailing line break is not part of a file's secret. None when neither is set or
    the value is empty. Raises SecretError when the file cannot be read, or when
    everybody on the machine can read or write it (but not for what a container engine
    mounted).
    """
    environ = os.environ if environ is None else environ
    file = environ.get(f"{name}_FILE")
    if not file:
        return environ.get(name) or None
    return _read(name, Path(file)) or None


def same_secret(given: str | None, wanted: str | None) -> bool:
    """Whether both are set and equal; the time it takes tells nothing about where."""
    if not given or not wanted:
        return False
    return hmac.compare_digest(given.encode(), wanted.encode())


def _read(name: str, file: Path) -> str:
    try:
        if file.stat().st_mode & EVERYBODY and MOUNTED not in file.parents:
            raise SecretError(
                f"{name}_FILE: {file} is open to everybody on this machine;"
                f" run `chmod o-rwx {file}`"
            )
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise SecretError(f"{name}_FILE: {file} cannot be read ({reason})") from None
    return text.removesuffix("\n").removesuffix("\r")
