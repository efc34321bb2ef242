"""Takes the network away from this process for good, so that a parser that a file has taken over can tell nobody.

The kernel is asked to refuse the calls that open a connection (seccomp; `userspace-api/seccomp_filter.rst` in Linux's
documentation): unlike a network namespace, that needs no right which a container or a hardened kernel withholds.
"""

import ctypes
import errno
import platform
import sys

SET_NO_NEW_PRIVILEGES, SET_SECCOMP, FILTER = 38, 22, 2
"""Of `prctl`: <linux/prctl.h>, <linux/seccomp.h>."""

MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""How the kernel names the machine (<linux/audit.h>), and its number of the call `socket`."""
IO_URING_SETUP = 425
"""A way to do the same without that call; one number on every machine."""
X32 = 0x40000000
"""From here on, x86_64 has the same calls once more under other numbers."""

THIS_MACHINE, NOBODY = 1, 0xFFFFFFFF
"""Whom a socket leads to: AF_UNIX, and a family that there is not."""

LOAD, IF_EQUAL, IF_AT_LEAST, ANSWER = 0x20, 0x15, 0x35, 0x06
NUMBER_AT, MACHINE_AT, FIRST_ARGUMENT_AT = 0, 4, 16
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("k", ctypes.c_uint))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.POINTER(_Instruction)))


def without_network(*, but_local: bool = False) -> bool:
    """From now on this process, and whatever it starts, opens no socket: it gets PermissionError. False where the
    system cannot do that. `but_local`: those that lead to processes of this machine are let be."""
    if sys.platform != "linux" or platform.machine() not in MACHINES:
        return False
    machine, socket = MACHINES[platform.machine()]
    # Each test jumps over so many of the instructions that follow it.
    instructions = (
        _Instruction(LOAD, 0, 0, MACHINE_AT),
        _Instruction(IF_EQUAL, 0, 6, machine),
        _Instruction(LOAD, 0, 0, NUMBER_AT),
        _Instruction(IF_EQUAL, 4, 0, IO_URING_SETUP),
        _Instruction(IF_AT_LEAST, 3, 0, X32),
        _Instruction(IF_EQUAL, 0, 3, socket),
        _Instruction(LOAD, 0, 0, FIRST_ARGUMENT_AT),
        _Instruction(IF_EQUAL, 1, 0, THIS_MACHINE if but_local else NOBODY),
        _Instruction(ANSWER, 0, 0, REFUSE),
        _Instruction(ANSWER, 0, 0, ALLOW),
    )
    program = _Program(len(instructions), (_Instruction * len(instructions))(*instructions))
    kernel = ctypes.CDLL(None)
    refused: int = kernel.prctl(SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return not refused and not kernel.prctl(SET_SECCOMP, FILTER, ctypes.byref(program), 0, 0)
