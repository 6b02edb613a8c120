from .services import observation


def post_load():
    """Watch this process: log format, request ids, probes."""
    observation.install()
