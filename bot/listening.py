"""Listening at `host:port`, for whoever brings updates or watches over the bot."""

import socket


def listen_at(address: str) -> socket.socket:
    """Return a socket that listens at `host:port`; raise OSError where that cannot be."""
    host, _, port = address.rpartition(":")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.create_server((host.strip("[]"), int(port)), family=family, backlog=512)
    found.setblocking(False)
    return found
