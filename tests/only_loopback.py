"""Run a command where only loopback exists: ``python -m tests.only_loopback -m pytest``.

In a network namespace of its own nothing but this machine can be reached, by no process of the tests. Where the
system grants none, the command runs all the same, and only the guard in ``tests/conftest.py`` stands.
"""

import ctypes
import fcntl
import os
import socket
import struct
import sys
from pathlib import Path

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
SIOCSIFFLAGS, IFF_UP = 0x8914, 1


def is_granted() -> bool:
    """Tell whether a process here may leave the network: a child of this one tries."""
    if sys.platform != "linux":
        return False
    child = os.fork()
    if child == 0:
        try:
            os._exit(0 if leave_the_network() else 1)
        except OSError:
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def leave_the_network() -> bool:
    """Move this process into a namespace with nothing but a loopback device, and tell whether that went.

    Raises:
        OSError: the namespace was given, but its loopback device cannot be used.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if libc.unshare(CLONE_NEWNET) != 0:
        if libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
            return False
        for name, text in (
            ("setgroups", "deny"),
            ("uid_map", f"{user} {user} 1"),
            ("gid_map", f"{group} {group} 1"),
        ):
            Path("/proc/self", name).write_text(text, encoding="ascii")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        fcntl.ioctl(door, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))
    return True


def main() -> None:
    """Leave the network, then become Python with the arguments given."""
    left = is_granted() and leave_the_network()
    if not left:
        print("No network namespace is granted here: only the tests' own guard stands.", file=sys.stderr)
    os.environ["LEARNLOG_TESTS_ALONE"] = "1" if left else ""
    os.execv(sys.executable, [sys.executable, *sys.argv[1:]])


if __name__ == "__main__":
    main()
