"""Takes from this process all that decoding a picture does not need, before it sees the first byte of one.

Each fence holds on its own. Limits and the user id work everywhere; Landlock and the system call filter are
skipped where the kernel or the processor does not have them.
"""

import ctypes
import errno
import os
import platform
import resource
import signal
import struct

from tintype.photos.imaging.records import MAX_ANSWER_BYTES

# The kernel counts what is asked for: half as much again as what is used, with 8 MB for the stack of each thread. The
# heaviest pictures that `weight.py` lets in use 165 MB.
MEMORY_BYTES = 288 * 2**20
CPU_SECONDS = 20
OUTPUT_BYTES = MAX_ANSWER_BYTES

_NOBODY = 65534
_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_LANDLOCK_CREATE_RULESET, _LANDLOCK_RESTRICT_SELF = 444, 446
_ALL_FILE_RIGHTS = (1 << 13) - 1  # the rights that the first version of Landlock knows

_libc = ctypes.CDLL(None, use_errno=True)


def confine() -> None:
    _limit()
    _become_nobody()
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    _close_the_file_system()
    _filter_system_calls()


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_DATA, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, OUTPUT_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    # With both alike the kernel kills without saying why.
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))


def _become_nobody() -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)


def _close_the_file_system() -> None:
    """A Landlock ruleset that handles every right and grants none: no file can be opened, made or run."""
    handled = ctypes.c_uint64(_ALL_FILE_RIGHTS)
    ruleset = _libc.syscall(_LANDLOCK_CREATE_RULESET, ctypes.byref(handled), ctypes.c_size_t(8), 0)
    if ruleset < 0:
        return
    if _libc.syscall(_LANDLOCK_RESTRICT_SELF, ruleset, 0) != 0:
        raise OSError(ctypes.get_errno(), "landlock_restrict_self")
    os.close(ruleset)


# What Python, glibc and libvips call between reading a picture and writing the answer (x86-64 numbers): memory,
# threads, the clock, reading and writing what is open already. No open, no socket, no exec, no kill.
_ALLOWED_CALLS = {
    "read": 0, "write": 1, "close": 3, "fstat": 5, "lseek": 8, "mmap": 9, "mprotect": 10, "munmap": 11,
    "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "writev": 20, "sched_yield": 24,
    "mremap": 25, "madvise": 28, "nanosleep": 35, "getpid": 39, "exit": 60, "gettimeofday": 96,
    "sigaltstack": 131, "prctl": 157, "gettid": 186, "futex": 202, "sched_getaffinity": 204,
    "restart_syscall": 219, "clock_gettime": 228, "clock_nanosleep": 230, "exit_group": 231,
    "set_robust_list": 273, "getrandom": 318, "rseq": 334,
}  # fmt: skip
_CLONE, _CLONE_THREAD = 56, 0x10000
_AUDIT_ARCH_X86_64 = 0xC000003E
# Offsets in struct seccomp_data.
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_LOAD, _JUMP_IF_EQUAL, _JUMP_IF_SET, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW = 0x7FFF0000
# "No such call", and not "forbidden": glibc then falls back from newer calls, as from clone3 to clone.
_REFUSE = 0x00050000 | errno.ENOSYS


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]


def _filter_system_calls() -> None:
    if platform.machine() != "x86_64":
        return
    code = _program()
    program = _Program(len(code) // 8, code)
    _prctl(_PR_SET_SECCOMP, 2, ctypes.byref(program))


def _program() -> bytes:
    """In the kernel's classic BPF: an allow-list, and threads but no new processes."""
    calls = _ALLOWED_CALLS.values()
    return b"".join(
        [
            _instruction(_LOAD, _ARCHITECTURE),
            _instruction(_JUMP_IF_EQUAL, _AUDIT_ARCH_X86_64, if_not=1 + len(calls) + 3),
            _instruction(_LOAD, _NUMBER),
            *(_instruction(_JUMP_IF_EQUAL, call, if_so=len(calls) - i + 3) for i, call in enumerate(calls)),
            _instruction(_JUMP_IF_EQUAL, _CLONE, if_not=2),
            _instruction(_LOAD, _FIRST_ARGUMENT),
            _instruction(_JUMP_IF_SET, _CLONE_THREAD, if_so=1),
            _instruction(_RETURN, _REFUSE),
            _instruction(_RETURN, _ALLOW),
        ]
    )


def _instruction(code: int, value: int, *, if_so: int = 0, if_not: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_so, if_not, value)


def _prctl(option: int, *arguments: object) -> None:
    if _libc.prctl(option, *arguments, *[0] * (4 - len(arguments))) != 0:
        raise OSError(ctypes.get_errno(), f"prctl {option}")
