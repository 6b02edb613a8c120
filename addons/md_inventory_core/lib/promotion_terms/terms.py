"""The terms of a promotion, read from records; amounts and percents are Decimals."""

from dataclasses import dataclass, field
from decimal import Decimal

from .goods import Goods


@dataclass(frozen=True, slots=True)
class Benefit:
    """``how`` is percent, amount or price; an amount is in the promotion's currency."""

    how: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Entry:
    """So many units of some goods."""

    goods: Goods
    qty: int = 1


@dataclass(frozen=True, slots=True)
class Tier:
    """From ``least`` on (pieces or money) this benefit counts."""

    least: Decimal
    benefit: Benefit


@dataclass(frozen=True, slots=True)
class Terms:
    """All that a promotion says; what its kind does not use is not looked at.

    ``begins`` and ``ends`` are local times of ``tz`` ("2026-11-01T00:00"), ``windows``
    pairs of minutes of the day, ``excepted`` dates ("2026-12-16"). Limits are None
    where there is none. ``digits``: decimals of the currency.
    """

    id: str
    name: str
    kind: str
    digits: int = 2
    layer: int = 1
    priority: int = 0
    ends_here: bool = False
    begins: str | None = None
    ends: str | None = None
    weekdays: tuple[int, ...] = ()
    windows: tuple[tuple[int, int], ...] = ()
    excepted: tuple[str, ...] = ()
    tz: str = "UTC"
    channels: tuple[str, ...] = ()
    stores: tuple[str, ...] = ()
    price_lists: tuple[str, ...] = ()
    customer_groups: tuple[str, ...] = ()
    tenders: tuple[str, ...] = ()
    coupon: str | None = None
    per_basket: int | None = None
    per_customer: int | None = None
    max_discount: Decimal | None = None
    goods: tuple[Entry, ...] = ()
    reward: tuple[Entry, ...] = ()
    buy: tuple[Entry, ...] = ()
    get: tuple[Entry, ...] = ()
    slots: tuple[Entry, ...] = ()
    benefit: Benefit | None = None
    tiers: tuple[Tier, ...] = ()
    basis: str = "net"
    per: str = "selection"
    mode: str = "all"
    pick: str = "cheapest"
    favour: str = "customer"
    partial: bool = False
    overlap: bool = False
    distinct: bool = False
    per_multiple: bool = False
    every: int = 0
    free: int = 0
    surcharges: dict[str, Decimal] = field(default_factory=dict)
    tender: str | None = None
    spend: Decimal | None = None
    gift: str | None = None
    gift_tags: frozenset[str] = frozenset()
    gift_qty: int = 1
    points: str = "multiply"
    points_value: Decimal = Decimal(0)
    # who gets it, when only some do: percent, and basket or customer
    share: Decimal | None = None
    share_by: str = "basket"
