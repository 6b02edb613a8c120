"""Which units a promotion means, and when and where it is offered."""

from datetime import UTC, timedelta
from types import SimpleNamespace as Record

from .fields import Malformed


def read_selector(fields, digits):
    """Return a selector; one without any part is refused."""
    read = Record(
        given=fields.value,
        any=fields.flag("any"),
        skus=fields.texts("skus"),
        tags_any=fields.texts("tags_any"),
        tags_all=fields.texts("tags_all"),
        not_tags=fields.texts("not_tags"),
        price_min=fields.decimal("price_min", digits),
        price_max=fields.decimal("price_max", digits),
    )
    lists = read.any or read.skus or read.tags_any or read.tags_all or read.not_tags
    if not lists and read.price_min is None and read.price_max is None:
        raise Malformed(fields.path, "selects nothing")
    return read


def matches(select, line):
    """Whether the units of a line are meant."""
    return (
        (not select.skus or line.sku in select.skus)
        and (not select.tags_any or bool(line.tags & set(select.tags_any)))
        and line.tags >= set(select.tags_all)
        and not line.tags & set(select.not_tags)
        and (select.price_min is None or line.price >= select.price_min)
        and (select.price_max is None or line.price <= select.price_max)
    )


def is_active(active, instant):
    """Whether a promotion runs at a (naive UTC) instant."""
    local = instant.replace(tzinfo=UTC).astimezone(active.tz).replace(tzinfo=None)
    start, end = active.edges
    if (start and local < start) or (end and local >= end):
        return False
    minute = local.hour * 60 + local.minute
    for begin, stop in active.windows or [(0, 24 * 60)]:
        if begin < stop:
            days = [local.date()] if begin <= minute < stop else []
        else:
            days = [local.date()] if minute >= begin else []
            days += [local.date() - timedelta(1)] if minute < stop else []
        if any(counts(active, day) for day in days):
            return True
    return False


def counts(active, day):
    """Whether a window that starts on this day counts."""
    weekday = not active.weekdays or day.weekday() in active.weekdays
    return weekday and day not in active.skip


def is_offered(promotion, basket):
    """Whether a promotion meets this basket's place, customer, coupons, tenders."""
    where, customer = promotion.where, basket.customer
    groups = customer[0] if customer else frozenset()
    if customer is None and promotion.limits.per_customer is not None:
        return False
    return (
        (not where.channels or basket.channel in where.channels)
        and (not where.stores or basket.store in where.stores)
        and (not where.price_lists or basket.price_list in where.price_lists)
        and (not where.customer_groups or bool(groups & set(where.customer_groups)))
        and (not where.tenders or bool(set(basket.tenders) & set(where.tenders)))
        and (where.coupon is None or where.coupon in basket.coupons)
    )


def active_for(promotion, basket, line):
    """Whether a promotion runs at the instant that counts for a line."""
    return is_active(promotion.active, line.at or basket.now)
