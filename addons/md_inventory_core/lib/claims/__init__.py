"""Claims: who has a right to which stock; the decisions, without Odoo or a database."""

from .slot import Ground, Slot, additions, shortages, spread

__all__ = ["Ground", "Slot", "additions", "shortages", "spread"]
