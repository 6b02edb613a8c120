"""What can go wrong with the data set, as the caller may have to tell a user."""


class DatasetError(Exception):
    """Base of every error of this package."""


class DatasetUnavailable(DatasetError):
    """The files, or the library that reads them, are not on this machine."""


class DatasetInvalid(DatasetError):
    """The files are there but break a promise the rules rely on."""
