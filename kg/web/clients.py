"""Who asks: clients take turns where questions wait."""

from ipaddress import IPv6Address, ip_address, ip_network

from starlette.requests import Request

__all__ = ["client_of"]

_SITE = 64
"""Bits of an IPv6 address that name a site; the others, whoever has it may choose at will."""


def client_of(request: Request) -> str:
    """The address that a request comes from; of an IPv6 address, the part that its owner cannot choose."""
    said = request.client.host if request.client else ""
    if ":" not in said:
        return said
    try:
        address = ip_address(said)
    except ValueError:
        return said
    if not isinstance(address, IPv6Address) or address.ipv4_mapped:
        return str(address)
    return str(ip_network((int(address), _SITE), strict=False))
