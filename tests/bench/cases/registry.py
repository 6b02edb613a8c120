"""How long a worker needs until it can serve, and how much memory it then has taken."""

from ..case import Case
from ..process import Probe


class RegistryLoad(Case):
    name = "registry_load"
    title = "Load the registry in a new process"
    unit = "load"
    inside = False
    rounds = 9
    size = 1

    def run(self, place, size):
        """The probe measures its own start; that of Python and of Odoo is left out."""
        with Probe(place) as probe:
            return probe.start
