"""What a worker gives up before it sees a query: memory without end, sockets, new programs, outliving its parent.

Each limit holds where the platform has it; elsewhere the deadline of the parent is what remains.
"""

import ctypes
import os
import platform
import signal
import struct
import sys
from pathlib import Path

__all__ = ["confine", "die_with", "limit_processor", "resident"]

_STATM = Path("/proc/self/statm")
_PAGE = os.sysconf("SC_PAGE_SIZE") if sys.platform != "win32" else 4_096
# linux/prctl.h, linux/seccomp.h, linux/bpf_common.h
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_SECCOMP_SET_MODE_FILTER, _SECCOMP_FILTER_FLAG_TSYNC = 1, 1
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1
_NUMBER_AT, _ARCHITECTURE_AT = 0, 4

# Architecture, number of seccomp(2), first number of a foreign calling convention, and the calls refused:
# socket, socketpair, connect, sendto, bind, execve, execveat, ptrace, io_uring_setup.
_PLATFORMS = {
    "x86_64": (0xC000003E, 317, 0x40000000, (41, 53, 42, 44, 49, 59, 322, 101, 425)),
    "aarch64": (0xC00000B7, 277, 0xFFFFFFFF, (198, 199, 203, 206, 200, 221, 281, 117, 425)),
}


def die_with(parent: int) -> None:
    """Have the system end this process when its parent ends; end at once where that has happened already."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)


def confine(memory: int) -> bool:
    """Allow so many more bytes of address space, no core file, no sockets. Whether sockets are gone."""
    _limit_memory(memory)
    return _refuse_calls()


def limit_processor(seconds: int) -> None:
    """Allow so much more processor time: the end of a question whose parent cannot end it."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, most))


def resident() -> int:
    """Bytes of memory in use; 0 where the system does not say."""
    # Asked after every answer: this way takes a tenth of what a Path takes.
    try:
        file = os.open(_STATM, os.O_RDONLY)
    except OSError:
        return 0
    try:
        return int(os.read(file, 200).split()[1]) * _PAGE
    except (OSError, ValueError, IndexError):
        return 0
    finally:
        os.close(file)


def _limit_memory(memory: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        mapped = int(_STATM.read_text(encoding="ascii").split()[0]) * _PAGE
        resource.setrlimit(resource.RLIMIT_AS, (mapped + memory, mapped + memory))
    except (OSError, ValueError):
        # macOS has no such limit.
        return


def _refuse_calls() -> bool:
    known = _PLATFORMS.get(platform.machine()) if sys.platform == "linux" else None
    if known is None:
        return False
    architecture, seccomp, foreign, refused = known
    library = ctypes.CDLL(None, use_errno=True)
    program = _program(architecture, foreign, refused)
    code = ctypes.create_string_buffer(program, len(program))
    filter_ = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code)))
    library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    done = library.syscall(seccomp, _SECCOMP_SET_MODE_FILTER, _SECCOMP_FILTER_FLAG_TSYNC, filter_)
    return int(done) == 0


def _program(architecture: int, foreign: int, refused: tuple[int, ...]) -> bytes:
    """Refuse (EPERM) the calls listed, any call of another architecture or convention; allow the rest."""
    last = len(refused)
    steps = [(_LOAD, 0, 0, _ARCHITECTURE_AT), (_EQUAL, 0, last + 3, architecture), (_LOAD, 0, 0, _NUMBER_AT)]
    steps += [(_AT_LEAST, last + 1, 0, foreign)]
    steps += [(_EQUAL, last - at, 0, number) for at, number in enumerate(refused)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
