"""Whoever takes over the decoder finds nothing there to use."""

import os
import platform
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
# All that the attempts need is imported while there are still files to import from.
PROGRAM = """
import ctypes, mmap, os, pathlib, resource, signal, socket, sys, threading
from tintype.photos.imaging import confine
{before}
confine.confine()
def attempt():
    {attempt}
try:
    print("done", attempt())
except (OSError, MemoryError, RuntimeError) as error:
    print("refused", type(error).__name__)
sys.stdout.flush()
os._exit(0)
"""
on_x86 = pytest.mark.skipif(platform.machine() != "x86_64", reason="the filter of system calls is for x86-64")


def confined(attempt: str, before: str = "") -> subprocess.CompletedProcess[str]:
    program = PROGRAM.format(attempt=attempt, before=before)
    environment = {"PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)


def outcome(attempt: str) -> str:
    done = confined(attempt)
    assert done.stderr == ""
    return done.stdout.split()[0]


@pytest.mark.parametrize(
    "attempt",
    [
        "return open('/etc/passwd').read()",
        "return os.listdir('/')",
        "return open('/dev/shm/left-by-decoder', 'w')",
        "return open('/proc/self/mem', 'rb+')",
        "return os.open('/tmp', os.O_TMPFILE | os.O_RDWR)",
        "return os.execv('/bin/true', ['true'])",
        "return bytearray(3 * 2**30)",
    ],
)
def test_no_files_no_programs_no_endless_memory(attempt: str) -> None:
    assert outcome(attempt) == "refused"


@on_x86
@pytest.mark.parametrize(
    "attempt",
    [
        "return socket.socket()",
        "return socket.socketpair()",
        "return os.fork()",
        "return os.kill(os.getppid(), 0)",
        "return os.pipe()",
        "return os.memfd_create('x')",
        "return os.stat('/etc/passwd')",
        "return os.unlink('/tmp/x')",
        "return os.setuid(0)",
        "return os.dup(1)",
        "return resource.setrlimit(resource.RLIMIT_CORE, (0, 0))",
    ],
)
def test_no_network_no_processes_no_other_system_calls(attempt: str) -> None:
    assert outcome(attempt) == "refused"


def test_what_a_decoder_needs_is_left() -> None:
    threads = (
        "t = threading.Thread(target=print, args=['from a thread']); t.start(); t.join(); return len(mmap.mmap(-1, 9))"
    )
    assert confined(threads).stdout == "from a thread\ndone 9\n"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has something to give up")
def test_root_becomes_nobody() -> None:
    # The ids are asked for where asking is still allowed.
    before = "confine._filter_system_calls = lambda: print(os.getresuid(), os.getresgid(), os.getgroups())"
    done = confined("return 0", before=before)
    assert done.stdout == "(65534, 65534, 65534) (65534, 65534, 65534) []\ndone 0\n"


def test_an_endless_loop_is_ended() -> None:
    done = confined("\n    while True: pass", before="confine.CPU_SECONDS = 1")
    assert done.returncode == -signal.SIGXCPU


def test_the_answer_cannot_fill_the_disk(tmp_path: Path) -> None:
    before = f"confine.OUTPUT_BYTES = 1000; file = open({str(tmp_path / 'answer')!r}, 'wb', buffering=0)"
    done = confined("return [file.write(bytes(600)) for _ in range(3)]", before=before)
    assert done.stdout == "refused OSError\n"
    assert (tmp_path / "answer").stat().st_size == 1000
