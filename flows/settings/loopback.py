"""The address that everything here listens on unless a setting says more."""

from ipaddress import ip_address

HOST = "127.0.0.1"


def is_beyond_loopback(address: str) -> bool:
    """Return True if others than this machine may reach what listens on an address, as on 0.0.0.0 and ::."""
    return not ip_address(address).is_loopback
