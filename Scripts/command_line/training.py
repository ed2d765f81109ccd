"""Training, and being stopped at any moment."""

import json
import os
import re
import signal
import subprocess
import sys
import time

from command_line.harness import (
    RANDOM, SENTE, SETTINGS, SHORT, Failed, check, checkpoints, expect, finish, in_terminal,
    last_step, reference, refused, same_as_reference, sente, start, succeeded, train, wait_for)

WORLDS = ["CartPole-v1", "MountainCar-v0", "MountainCarContinuous-v0", "Acrobot-v1", "Pendulum-v1"]


@check
def default_command(here):
    """the default command solves CartPole and leaves a run folder, in less than 100 MB"""
    started = time.monotonic()
    process = start("train", cwd=here, stdin=subprocess.DEVNULL, stdout=open(here / "out", "w"),
                    stderr=open(here / "err", "w"))
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - started
    out, err = (here / "out").read_text(), (here / "err").read_text()
    expect(status == 0 and "100 fresh episodes" in out and ", solved" in out, out, err)
    expect(re.search(r"^run +runs/ppo-CartPole-v1$", out, re.M), out)
    run = here / "runs/ppo-CartPole-v1"
    names = sorted(re.sub(r"tfevents.*", "tfevents", path.name) for path in run.iterdir())
    expect(names == [".lock", "checkpoints", "configuration.json", "evaluations.jsonl",
                     "events.out.tfevents"], names)
    evaluation = json.loads((run / "evaluations.jsonl").read_text())
    expect(evaluation["episodes"] == 100 and evaluation["returnMean"] >= 475, evaluation)
    expect(checkpoints(run), "no checkpoint")
    megabytes = usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    expect(megabytes < 100, f"{megabytes:.0f} MB")
    return f"{seconds:.2f} s, {megabytes:.0f} MB at most"


@check
def json_output(here):
    """--json prints one object with the promised keys; progress is plain lines on standard error"""
    result = succeeded(sente("train", "--json", "--run", here / "run", *SHORT))
    keys = {"run", "algorithm", "environment", "seed", "steps", "updates", "seconds", "returnMean",
            "weightsHash"}
    expect(len(result.out.splitlines()) == 1 and keys <= json.loads(result.out).keys(), result)
    expect("steps" in result.err and "\x1b" not in result.err and "\r" not in result.err, result)
    expect(sente("train", "--json", "--quiet", "--run", here / "b", *SHORT).err == "", "not quiet")


@check
def same_bits(here):
    """same seed, same weights, on one thread and on two; another seed, other weights"""
    same_as_reference(train(here / "a", *SETTINGS))
    same_as_reference(train(here / "b", *SETTINGS, "--threads", "2"))
    other = train(here / "c", *SETTINGS[:2], "--seed", "6", *SETTINGS[4:])
    expect(other["weightsHash"] != reference()[1]["weightsHash"], other)


@check
def numbered_folders(here):
    """default folders are numbered, also when several trainings begin at once"""
    processes = [start("train", *SHORT, "--seed", str(seed), cwd=here) for seed in range(4)]
    for process in processes:
        out, err = process.communicate(timeout=60)
        expect(process.returncode == 0, out, err)
    runs = sorted(here.glob("runs/*"))
    base = "ppo-CartPole-v1"
    expect([run.name for run in runs] == [base, f"{base}-2", f"{base}-3", f"{base}-4"], runs)
    seeds = {json.loads((run / "configuration.json").read_text())["seed"] for run in runs}
    expect(seeds == {0, 1, 2, 3}, seeds)


@check
def terminal_progress(here):
    """on a terminal the progress line is rewritten, and cleared at the end"""
    status, text = in_terminal(["train", "--run", str(here / "run"), *SETTINGS])
    expect(status == 0 and "\r\x1b[K" in text and "steps/s" in text, status, text)
    expect("\x1b" not in text[text.index("evaluation "):], text)


# Being stopped


def kill_beyond(step, folder, *options):
    """Kills a training a random while after its checkpoint of a step; whether it was at work."""
    process = start("train", "--quiet", "--run", folder, *options)
    try:
        wait_for(lambda: last_step(folder) >= step, process)
        time.sleep(RANDOM.uniform(0, 0.02))
    except Failed:
        expect(process.returncode == 0, process.stderr.read())
    process.kill()
    process.communicate()
    return process.returncode < 0


@check
def killed(here):
    """kill -9 at random moments and before the first checkpoint, then --resume: the same weights"""
    hits = 0
    for number in range(8):
        folder = here / str(number)
        hits += kill_beyond(RANDOM.randrange(18_000), folder, *SETTINGS)
        same_as_reference(finish(folder))
    expect(hits > 0, "every training ended before it was killed")
    for number in range(4):
        folder = here / f"early {number}"
        process = start("train", "--quiet", "--run", folder, *SETTINGS)
        if number == 0:
            wait_for((folder / "configuration.json").exists, process)
        else:
            time.sleep(RANDOM.uniform(0, 0.05))
        process.kill()
        process.communicate()
        same_as_reference(finish(folder))
    return f"{hits} of 8 were at work, 4 had just begun"


@check
def killed_often(here):
    """one run, killed again and again, ends with the same weights"""
    folder, hits = here / "run", kill_beyond(0, here / "run", *SETTINGS)
    for _ in range(5):
        hits += kill_beyond(last_step(folder) + 1, folder, "--resume")
    expect(hits > 1, f"killed {hits} times only")
    same_as_reference(finish(folder))
    return f"killed {hits} times"


@check
def interrupted(here):
    """SIGINT and SIGTERM write a checkpoint and name the command that goes on"""
    for number, name in [(signal.SIGINT, "a run"), (signal.SIGTERM, "it's another")]:
        folder = here / name
        process = start("train", "--quiet", "--run", name, *SETTINGS, cwd=here)
        wait_for(lambda: (folder / "checkpoints").exists(), process)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
        expect(process.returncode == 128 + number, process.returncode, err)
        said = re.fullmatch(r"stopped at step ([\d ]+); go on with: (sente .*)\n", err.decode())
        expect(out == b"" and said, out, err)
        step = int(said[1].replace(" ", ""))
        expect(int(checkpoints(folder)[-1].name) == step, step, checkpoints(folder))
        command = said[2].replace("sente", f"'{SENTE}'", 1) + " --json"
        answer = subprocess.run(command, shell=True, cwd=here, capture_output=True, timeout=90)
        expect(answer.returncode == 0, answer)
        same_as_reference(json.loads(answer.stdout))


@check
def evaluation_interrupted(here):
    """a signal ends the evaluation of a trained run at once, and --resume evaluates it"""
    run = here / "run"
    process = start("train", "--quiet", "--run", run, "--steps", "512",
                    "--set", "evaluationEpisodes=1000000")
    wait_for(lambda: last_step(run) >= 512, process)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    started = time.monotonic()
    out, err = process.communicate(timeout=60)
    expect(process.returncode == -signal.SIGINT and out == b"", process.returncode, out, err)
    expect(time.monotonic() - started < 5, "it went on evaluating")
    configuration = run / "configuration.json"
    text = configuration.read_text()
    few = re.sub(r'("evaluationEpisodes" *: *)1000000', r"\g<1>2", text)
    expect(few != text, text)
    configuration.write_text(few)
    result = succeeded(sente("train", "--json", "--resume", "--run", run))
    expect(json.loads(result.out)["steps"] == 512, result)


@check
def numbers_not_finite(here):
    """a loss that stops being finite ends training with one line"""
    wild = ["--set", "wrappers.rewardScale=1e38", "--quiet"]
    refused(sente("train", "--run", here / "a", *wild), "gradient step 1", "stopped", status=1)
    for number, id in enumerate(WORLDS):
        result = sente("train", "ppo", id, "--quiet", "--run", here / f"b{number}", "--steps",
                       "20000", "--set", "learningRate=1", "--set", "maximumGradientNorm=none",
                       "--set", "initialLogDeviation=20", "--set", "evaluationEpisodes=2")
        if result.status != 0:
            refused(result, "stopped at step", status=1)
