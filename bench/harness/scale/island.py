"""Runs a command that has only some doors out: `unshare --net python -m bench.harness.scale.island WIRE DOORS …`.

In a new network namespace nothing can be reached, not even its own loopback. This program opens the doors there
(`address:port`, with commas between) and sends their sockets over the descriptor WIRE to the process that carries what
comes in to the other side. Then it becomes the command.
"""

import fcntl
import os
import socket
import struct
import sys

GET_FLAGS, SET_FLAGS, IS_UP = 0x8913, 0x8914, 1
"""Of Linux's `ioctl` on network interfaces."""


def parse(doors: str) -> list[tuple[str, int]]:
    """Return the addresses and ports of a list of doors."""
    parts = (door.rpartition(":") for door in doors.split(","))
    return [(address, int(port)) for address, _, port in parts]


def raise_loopback() -> None:
    """Switch the loopback interface of a new namespace on."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        request = struct.pack("16sh22x", b"lo", 0)
        _, flags = struct.unpack("16sh22x", fcntl.ioctl(control, GET_FLAGS, request))
        fcntl.ioctl(control, SET_FLAGS, struct.pack("16sh22x", b"lo", flags | IS_UP))


def main() -> None:
    wire, doors, *command = sys.argv[1:]
    raise_loopback()
    listening = [socket.create_server(door, backlog=128) for door in parse(doors)]
    with socket.socket(fileno=int(wire)) as out:
        socket.send_fds(out, [b"."], [each.fileno() for each in listening])
    os.execvp(command[0], command)  # noqa: S606 (the command that was asked for)


if __name__ == "__main__":
    main()
