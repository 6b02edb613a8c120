"""The settings that `make doctor` looks at, read without Odoo."""

import configparser

from . import paths


def odoo_options():
    """Options of odoo.conf; {} without one."""
    parser = configparser.RawConfigParser()
    parser.read(paths.ROOT / "odoo.conf", encoding="utf-8")
    return dict(parser["options"]) if parser.has_section("options") else {}


def whole_number(options, name, default):
    """An option as a number; its default when it is not set.

    Raises ValueError that names the option when it is something else.
    """
    text = options.get(name) or str(default)
    try:
        return int(text)
    except ValueError:
        raise ValueError(f"{name} = {text} in odoo.conf is no number") from None


def is_on(options, name, default=False):
    """Whether a yes-or-no option is on."""
    text = options.get(name) or str(default)
    return text.strip().lower() in ("1", "true", "yes", "on")
