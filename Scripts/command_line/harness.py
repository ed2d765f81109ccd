"""Running the command from outside, and what the checks of all files share."""

import fcntl
import functools
import json
import os
import pty
import random
import select
import shutil
import struct
import subprocess
import tempfile
import termios
import time
from pathlib import Path

SENTE = Path(".build/release/sente").resolve()
# Checkpoints wait for the device, which on a busy disk takes seconds: better in memory.
MEMORY = "/dev/shm"
IN_MEMORY = ("TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK)
             and shutil.disk_usage(MEMORY).free > 60e6)
ROOT = Path(tempfile.mkdtemp(prefix="sente-command-line-", dir=MEMORY if IN_MEMORY else None))
RANDOM = random.Random()
CHECKS = []

# A training of 80 updates with 8 checkpoints, long enough to be stopped at many moments.
SETTINGS = ["--steps", "20000", "--seed", "5", "--set", "checkpointSteps=2560",
            "--set", "evaluationEpisodes=10"]
SHORT = ["--steps", "512", "--set", "evaluationEpisodes=2"]


class Failed(Exception):
    """What a check found wrong."""


class Skipped(Exception):
    """Why a check cannot be done here."""


class Result:
    """A command that has ended: status (negative: a signal), standard output and error."""

    def __init__(self, command, status, out, err):
        self.command, self.status, self.out, self.err = command, status, out, err

    def __str__(self):
        return (f"sente {' '.join(self.command)}: status {self.status}, standard output "
                f"{self.out[:500]!r}, standard error {self.err[:700]!r}")


def check(function):
    """Enrols a check; its first line of documentation is its name."""
    CHECKS.append((function.__doc__.splitlines()[0], function))
    return function


def expect(condition, *found):
    if not condition:
        raise Failed("; ".join(str(part) for part in found))


def start(*command, cwd=ROOT, **options):
    """Starts the command with pipes on all three streams."""
    streams = dict(stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return subprocess.Popen([SENTE, *command], cwd=cwd, **{**streams, **options})


def sente(*command, text="", limit=90, **options):
    """Runs the command to its end."""
    command = [str(part) for part in command]
    process = start(*command, **options)
    try:
        out, err = process.communicate(text if isinstance(text, bytes) else text.encode(), limit)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise Failed(f"sente {' '.join(command)} did not end within {limit} s")
    return Result(command, process.returncode, (out or b"").decode("utf-8", "replace"),
                  (err or b"").decode("utf-8", "replace"))


def succeeded(result):
    expect(result.status == 0, result)
    return result


def refused(result, *words, status=64):
    """One line on standard error that holds the words, nothing on standard output."""
    lines = result.err.splitlines()
    expect(result.status == status and result.out == "" and len(lines) == 1
           and lines[0].startswith("sente: ") and len(lines[0]) < 600, result)
    for word in words:
        expect(word in lines[0], f"'{word}' is not said", result)


def train(folder, *options, **more):
    """A training that succeeds; its result."""
    result = succeeded(sente("train", "--json", "--run", folder, *options, **more))
    expect(len(result.out.splitlines()) == 1, "more than one line", result)
    return json.loads(result.out)


def finish(folder):
    """Goes on with a training that was killed; its result."""
    begun = (Path(folder) / "configuration.json").exists()
    return train(folder, "--quiet", *(["--resume"] if begun else SETTINGS))


@functools.cache
def reference():
    """The folder, the result and the seconds of a training that nobody disturbs."""
    started = time.monotonic()
    folder = ROOT / "reference"
    return folder, train(folder, *SETTINGS), time.monotonic() - started


def same_as_reference(result):
    expected = reference()[1]["weightsHash"]
    expect(result["weightsHash"] == expected, f"weights {result['weightsHash']}, not {expected}")


def copy_of_reference(here):
    return Path(shutil.copytree(reference()[0], here / "run"))


def checkpoints(run):
    return sorted(path for path in (run / "checkpoints").iterdir() if path.name.isdigit())


def last_step(run):
    """The step of the latest checkpoint, -1 without one."""
    if not (run / "checkpoints").exists():
        return -1
    return max((int(path.name) for path in checkpoints(run)), default=-1)


def wait_for(condition, process, limit=60):
    """Waits until a condition holds while a process runs."""
    end = time.monotonic() + limit
    while not condition():
        expect(process.poll() is None, f"ended early with status {process.returncode}")
        expect(time.monotonic() < end, f"nothing happened for {limit} s")
        time.sleep(0.002)


def in_terminal(command, size=(24, 80), after=None, number=None):
    """Runs the command in a terminal of its own; status and all it wrote. A signal `number` is sent
    once the text `after` was seen."""
    control, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
    process = start(*command, stdin=terminal, stdout=terminal, stderr=terminal)
    os.close(terminal)
    text, end = b"", time.monotonic() + 60
    try:
        while time.monotonic() < end:
            if not select.select([control], [], [], 0.5)[0]:
                continue
            try:
                piece = os.read(control, 65536)
            except OSError:
                piece = b""
            if not piece:
                return process.wait(10), text.decode("utf-8", "replace")
            text += piece
            if number is not None and after.encode() in text:
                process.send_signal(number)
                number = None
        raise Failed(f"{command} did not end in a terminal; it wrote {text[-500:]!r}")
    finally:
        process.kill()
        process.wait()
        os.close(control)
