"""Workers that run as processes of their own, from a program in ``tests/support``."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import ModuleType

PATIENCE_SECONDS = 60.0


def start_worker(program: ModuleType, url: str) -> "subprocess.Popen[str]":
    """Run a program as a worker of the database at a URL; return once it says that it is ready."""
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, str(program.__file__), url],
        env=os.environ | {"PYTHONPATH": os.pathsep.join((str(root / "src"), str(root)))},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def say_ready() -> None:
    """Say in such a program that the worker runs."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()


def end_worker(process: "subprocess.Popen[str]", number: signal.Signals) -> int:
    """Send a signal to a worker; return the exit code of its process."""
    process.send_signal(number)
    code: int = process.wait(PATIENCE_SECONDS)
    assert process.stdout is not None
    process.stdout.close()
    return code
