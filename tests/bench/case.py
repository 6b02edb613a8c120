"""What a case is. To add one, see docs/bench.md."""

from .stats import LOWER


class Case:
    """One thing that is done on plain Odoo and on ours, and compared.

    ``place`` is where it is done. For a case inside Odoo (the default) it is an
    environment of the user ``bench`` in a process kept alive for each side; what
    ``setup`` and ``prepare`` do is committed, and ``self`` lives in that process. For a
    case with ``inside = False`` it is the ``Side``, and the case starts whatever it
    needs (a server, a browser, buyers) itself and ends it again.
    """

    name = ""  # on the command line and in the report
    title = ""  # what is done, for people
    unit = ""  # what is counted: an order, a claim
    inside = True
    figure = "ms"  # the one that the verdict is about
    better = LOWER
    target = None  # ratio ours / plain that should be kept, if any
    most = None  # what ours may be at most, whatever plain is
    apart = False  # only done when it is named
    # Many short pairs see the same noise on both sides; few long ones do not.
    rounds = 25
    size = 2  # units in each measurement
    quick = 1  # the same with --quick

    def setup(self, place):
        """Once for each side, not measured."""

    def prepare(self, place, size):
        """Before each measurement, not measured."""

    def run(self, place, size):
        """The measured part: ``size`` units.

        May return {figure: value per unit} to add figures or to replace measured ones.
        """
        raise NotImplementedError

    def teardown(self, place):
        """Once for each side, also after a failure; databases are dropped anyway."""
