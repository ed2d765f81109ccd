"""Run folders: misused, damaged, on a full disk."""

import json
import os
import resource
import shutil
import subprocess
from pathlib import Path

from command_line.harness import (
    RANDOM, ROOT, SENTE, SETTINGS, SHORT, Failed, Skipped, check, checkpoints,
    copy_of_reference, expect, reference, refused, same_as_reference, sente, start, succeeded,
    train, wait_for)


@check
def folders_refused(here):
    """a folder that exists, a file, no run, an empty name, a loop of links: each one clear line"""
    run = copy_of_reference(here)
    before = sorted((path, path.stat().st_mtime_ns) for path in run.rglob("*"))
    refused(sente("train", "--run", run, *SHORT), "already exists", "resume", status=1)
    after = sorted((path, path.stat().st_mtime_ns) for path in run.rglob("*"))
    expect(before == after, "the run was touched")
    (here / "file").write_text("mine")
    (here / "folder").mkdir()
    (here / "folder/notes").write_text("mine")
    (here / "loop").symlink_to("loop")
    refused(sente("train", "--run", here / "file"), "not a folder", status=1)
    refused(sente("train", "--run", here / "file/run"), "not a folder", status=1)
    refused(sente("train", "--run", here / "folder"), "already exists", status=1)
    refused(sente("train", "--run", here / "loop"), "loop", status=1)
    refused(sente("train", "--run", here / ("x" * 300)), "cannot", status=1)
    refused(sente("train", "--run", ""), "--run is empty")
    for command in (["train", "--resume", "--run"], ["evaluate"], ["play"]):
        refused(sente(*command, here / "folder"), "is not a run", status=1)
        refused(sente(*command, here / "none"), "does not exist", status=1)
        refused(sente(*command, here / "file"), "not a folder", status=1)
    expect((here / "file").read_text() == "mine" and len(list(here.glob("folder/*"))) == 1, "lost")
    (here / "runs").write_text("a file in the way of the default folder")
    refused(sente("train", *SHORT, cwd=here, limit=20), "runs is not a folder", status=1)
    (here / "runs").unlink()
    (here / "runs").symlink_to("runs")
    refused(sente("train", *SHORT, cwd=here, limit=20), "runs", status=1)


@check
def not_writable(here):
    """a place that may not be written: one clear line"""
    place = here / "locked"
    (place / "runs").mkdir(parents=True)
    options = {}
    if os.geteuid() == 0:
        options["user"] = options["group"] = 65534
        os.chmod(ROOT, 0o755)
        try:
            succeeded(sente("--version", cwd=place, **options))
        except (OSError, Failed):
            raise Skipped("another user cannot run the program where it lies")
    os.chmod(place / "runs", 0o500)
    os.chmod(place, 0o555)
    try:
        refused(sente("train", "--run", place / "run", cwd=place, **options), "permission", status=1)
        refused(sente("train", cwd=place, limit=20, **options), "permission denied", status=1)
    finally:
        os.chmod(place, 0o755)
        os.chmod(place / "runs", 0o755)


@check
def finished(here):
    """a finished run is evaluated again by --resume, not trained again"""
    run = copy_of_reference(here)
    result = succeeded(sente("train", "--json", "--resume", "--run", run))
    same_as_reference(json.loads(result.out))
    expect("finished" in result.err and json.loads(result.out)["steps"] == reference()[1]["steps"],
           result)


@check
def resume_misused(here):
    """--resume without --run or with other settings is refused"""
    refused(sente("train", "--resume"), "--run")
    run = copy_of_reference(here)
    for option in (["--steps", "4"], ["--seed", "3"], ["--set", "epochs=3"], ["ppo"]):
        refused(sente("train", "--resume", "--run", run, *option), "own configuration")


@check
def two_writers(here):
    """a second process on the same run is refused; evaluate may look on"""
    folder = here / "run"
    process = start("train", "--quiet", "--run", folder, "--steps", "100000000", "--set",
                    "checkpointSteps=256", "--set", "keptCheckpoints=1")
    try:
        wait_for((folder / "checkpoints").exists, process)
        refused(sente("train", "--resume", "--run", folder), "another process", status=1)
        refused(sente("train", "--run", folder), "already exists", status=1)
        wait_for(lambda: checkpoints(folder), process)
        for _ in range(10):
            result = succeeded(sente("evaluate", folder, "--episodes", "1"))
            expect(result.err == "", result)
    finally:
        process.kill()
        process.communicate()


def damage(kind, checkpoint):
    path = checkpoint / {"missing": "optimizer.safetensors"}.get(kind, "weights.safetensors")
    data = bytearray(path.read_bytes())
    if kind == "missing":
        path.unlink()
    elif kind == "cut short":
        path.write_bytes(data[:RANDOM.randrange(len(data))])
    else:
        data[RANDOM.randrange(len(data))] ^= 1 << RANDOM.randrange(8)
        path.write_bytes(data)
    return path.name


@check
def damaged_checkpoint(here):
    """a flipped byte, a short or a missing file: named, and the checkpoint before it used"""
    for kind in ("flipped", "cut short", "missing"):
        run = Path(shutil.copytree(reference()[0], here / kind))
        last, previous = checkpoints(run)[-1], int(checkpoints(run)[-2].name)
        file = damage(kind, last)
        for command in (["evaluate", run, "--episodes", "2"], ["play", run],
                        ["train", "--json", "--resume", "--run", run]):
            result = succeeded(sente(*command))
            said = result.err.splitlines()[0]
            expect(last.name in said and file in said and "before it" in said, kind, result)
            if command[0] == "evaluate":
                expect(f"at step {previous:,}:".replace(",", " ") in result.out, result)
        same_as_reference(json.loads(result.out))
        expect(sente("evaluate", run).err == "", "the damaged checkpoint was not replaced")


@check
def all_damaged(here):
    """when all checkpoints are damaged nothing is overwritten; without any, training is asked for"""
    run = copy_of_reference(here)
    for checkpoint in checkpoints(run):
        damage("flipped", checkpoint)
    for command in (["evaluate"], ["play"], ["train", "--resume", "--run"]):
        refused(sente(*command, run), "none of its checkpoints is intact", status=1)
    expect(len(checkpoints(run)) == 3, "a damaged checkpoint was removed")
    shutil.rmtree(run / "checkpoints")
    refused(sente("evaluate", run), "no checkpoint yet", status=1)
    same_as_reference(train(run, "--resume"))


@check
def damaged_configuration(here):
    """a configuration that is broken, incomplete, out of range or of another network is named"""
    def change(run, path, value):
        tree = part = json.loads((run / "configuration.json").read_text())
        for name in path[:-1]:
            part = part[name]
        part[path[-1]] = value
        (run / "configuration.json").write_text(json.dumps(tree))

    run = copy_of_reference(here)
    original = (run / "configuration.json").read_bytes()
    cases = [(["seed"], "x", "seed"), (["zzz"], 1, "'zzz'"), (["keptCheckpoints"], 0, "kept"),
             (["environment"], "Cartpole-v1", "did you mean 'CartPole-v1'"),
             (["ppo", "network", "hiddenWidths"], [-1], "hiddenWidths"),
             (["ppo", "network", "hiddenWidths"], [32, 32], "does not fit"),
             (["environment"], "Pendulum-v1", "does not fit"), (["algorithm"], "dqn", "dqn")]
    for path, value, word in cases:
        change(run, path, value)
        for command in (["evaluate"], ["play"], ["train", "--resume", "--run"]):
            refused(sente(*command, run), word, str(run), status=1)
        (run / "configuration.json").write_bytes(original)
    (run / "configuration.json").write_bytes(original[:100])
    refused(sente("evaluate", run), "configuration.json is damaged", status=1)
    (run / "configuration.json").write_bytes(original)
    same_as_reference(train(run, "--resume"))


@check
def full_disk(here):
    """a full disk stops training with one line; with space again it goes on to the same weights"""
    if os.geteuid() != 0:
        raise Skipped("mounting a small disk needs root")
    disk = here / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(disk)]
    try:
        mounted = subprocess.run(mount, capture_output=True).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        raise Skipped("a small disk cannot be mounted here")
    try:
        run = disk / "run"
        refused(sente("train", "--quiet", "--run", run, *SETTINGS), "no space", "resume", status=1)
        kept = checkpoints(run)
        expect(len(kept) == 1, kept)
        result = succeeded(sente("evaluate", run, "--episodes", "2"))
        expect(result.err == "", result)
        subprocess.run(["mount", "-o", "remount,size=10m", str(disk)], check=True)
        same_as_reference(train(run, "--resume"))
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@check
def file_size_limit(here):
    """a limit on the size of files stops training with one line and harms no checkpoint"""
    limit = 70_000
    def restrict():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    run = here / "run"
    refused(sente("train", "--quiet", "--run", run, *SETTINGS, preexec_fn=restrict), "no space",
            status=1)
    same_as_reference(train(run, "--resume"))


@check
def output_lost(here):
    """closed or full outputs: no stray text in the run, no success without a result"""
    run = here / "run"
    closed = f"'{SENTE}' train --run '{run}' {' '.join(SETTINGS)} >&- 2>&-"
    subprocess.run(closed, shell=True, timeout=90)
    for file in run.glob("events.*"):
        expect(b"steps/s" not in file.read_bytes(), f"a message is inside {file.name}")
    expect(sente("evaluate", run).status == 0, "the run is unusable")
    with open("/dev/full", "w") as full:
        refused(sente("env", "list", stdout=full), "standard output", status=1)
    pipe = f"'{SENTE}' env list | head -1; '{SENTE}' bench --list | true"
    answer = subprocess.run(pipe, shell=True, capture_output=True)
    expect(answer.stderr == b"" and answer.stdout.count(b"\n") == 1, answer)
