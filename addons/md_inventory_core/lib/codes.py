"""Short names of records: in addresses, files and over the API."""


def is_code(text: str) -> bool:
    """Whether a text has letters and digits of any script, - and _ only, and one."""
    return text.replace("-", "").replace("_", "").isalnum()
