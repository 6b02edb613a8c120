"""What is wrong with a promotion; a service says it in the user's words."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: ``why`` is a word, ``details`` fill its sentence."""

    why: str
    details: dict = field(default_factory=dict)


class Faulty(Exception):
    """A promotion that cannot be; ``faults`` are all that was found."""

    def __init__(self, faults):
        super().__init__(", ".join(fault.why for fault in faults))
        self.faults = list(faults)
