"""Which addresses count as one: an attacker has all those of a network."""

from ipaddress import AddressValueError, IPv6Address, IPv6Network

PREFIX = 64  # what a provider gives a single customer, at the least


def network_of(address: str) -> str:
    """The /64 network of an IPv6 address, the IPv4 address of one that maps one.

    Everything else stays as it is: an IPv4 address, and what is no address.
    """
    try:
        parsed = IPv6Address(address)
    except AddressValueError:
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(IPv6Network((int(parsed), PREFIX), strict=False))
