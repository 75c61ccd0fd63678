"""Which addresses are of the open internet: a site's redirect must not lead into a network of one's own."""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress
from urllib.request import getproxies, proxy_bypass

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_private(address: str) -> bool:
    """Whether an IP address is not of the open internet: private, loopback, link-local, reserved, multicast."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        within = ip.ipv4_mapped or ip.sixtofour
        if within is None and ip in _NAT64:
            within = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if within is not None:
            ip = within
    return not ip.is_global or ip.is_multicast


def leads_inside(host: str) -> bool:
    """Whether any address of a host is private. A name that has none leads nowhere, or a proxy alone knows it."""
    return any(is_private(address) for address in addresses_of(host))


def addresses_of(host: str) -> set[str]:
    """The IP addresses of a host, none where its name is not known."""
    with suppress(OSError, UnicodeError):
        return {str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    return set()


def through_proxy(scheme: str, host: str) -> bool:
    """Whether the environment sends requests to a host through a proxy, as httpx has it."""
    proxies = getproxies()
    return bool(proxies.get(scheme) or proxies.get("all")) and not proxy_bypass(host)
