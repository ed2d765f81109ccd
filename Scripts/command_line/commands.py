"""Everything but training: evaluate, play, env, bench, help, and wrong words."""

import json
import re
import signal

from command_line.harness import (
    check, expect, in_terminal, reference, refused, sente, succeeded, train)

# Width of the state, and an action.
CONTROL = {"CartPole-v1": (4, 1), "MountainCar-v0": (2, 2), "MountainCarContinuous-v0": (2, [0.5]),
           "Acrobot-v1": (4, 0), "Pendulum-v1": (2, [-1.5])}


@check
def evaluates(here):
    """evaluate prints the promised keys and is exact: same seed, same figures, on any threads"""
    run = reference()[0]
    first = succeeded(sente("evaluate", run, "--episodes", "20", "--seed", "7", "--json"))
    keys = {"run", "environment", "episodes", "seed", "returnMean", "returnStd", "returnMin",
            "returnMax", "lengthMean"}
    values = json.loads(first.out)
    expect(keys <= values.keys() and values["episodes"] == 20 and values["seed"] == 7, first)
    expect(values["returnMin"] <= values["returnMean"] <= values["returnMax"] <= 500, first)
    again = sente("evaluate", run, "--episodes", "20", "--seed", "7", "--json", "--threads", "2")
    expect(again.out == first.out, first, again)
    other = json.loads(sente("evaluate", run, "--episodes", "20", "--seed", "8", "--json").out)
    expect(other["lengthMean"] != values["lengthMean"] or values["returnMean"] == 500, other)
    for wrong in ("0", "-1", "1000001"):
        refused(sente("evaluate", run, "--episodes", wrong), "episodes", "1...1000000")


@check
def plays(here):
    """play draws plain frames without a terminal; in one it restores the cursor, also on SIGINT"""
    run = str(reference()[0])
    result = succeeded(sente("play", run, "--episodes", "2"))
    expect("episode 2:" in result.out and "\x1b" not in result.out, result)
    for number in (signal.SIGINT, signal.SIGTERM):
        status, text = in_terminal(["play", run, "--episodes", "9"], after="step 3 ", number=number)
        expect(status == 128 + number, status, text[-200:])
        expect("\x1b[?25l" in text and text.endswith("\x1b[?25h"), repr(text[-200:]))
    for size in ((1, 1), (3, 5), (60, 200)):
        status, text = in_terminal(["play", run, "--speed", "1000"], size=size)
        expect(status == 0 and text.endswith("\x1b[?25h"), size, status, repr(text[-200:]))
    for option in (["--speed", "0"], ["--speed", "1e-300"], ["--speed", "nan"], ["--episodes", "0"]):
        refused(sente("play", run, *option), option[0][2:], "must lie in")


def session(id, *lines):
    """The answers of `env step` to lines."""
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    result = succeeded(sente("env", "step", id, text=text))
    expect(result.err == "", result)
    return [json.loads(line) for line in result.out.splitlines()]


@check
def environments_listed(here):
    """env list and env show, for people and as JSON"""
    listed = [json.loads(line) for line in succeeded(sente("env", "list", "--json")).out.splitlines()]
    expect(set(CONTROL) <= {entry["id"] for entry in listed}, listed)
    keys = {"id", "observationSpace", "actionSpace", "maximumEpisodeSteps", "rewardThreshold"}
    plain = succeeded(sente("env", "list")).out
    for entry in listed:
        expect(entry["id"] in plain, plain)
        shown = json.loads(succeeded(sente("env", "show", entry["id"], "--json")).out)
        expect(keys <= shown.keys() and shown == entry, shown)
    expect("500" in succeeded(sente("env", "show", "CartPole-v1")).out, "no limit")


@check
def environments_stepped(here):
    """env step: reset by seed and by state, in all five classic-control environments"""
    for id, (width, action) in CONTROL.items():
        state = {"reset": {"state": [0.1 - 0.05 * i for i in range(width)]}}
        answers = session(id, {"reset": {"seed": 3}}, {"action": action}, state, {"action": action},
                          state, {"action": action}, {"reset": {"seed": 3}})
        for answer in answers:
            expect(answer.keys() == {"observation", "reward", "terminated", "truncated"}, id, answer)
        expect(answers[2:4] == answers[4:6] and answers[0] == answers[6], id, answers)
        expect(answers[0]["observation"] != answers[2]["observation"], id, answers)


@check
def environments_misused(here):
    """env step answers each wrong line with an error and goes on as if it had not been"""
    wrong = ['{"action":2}', '{"action":0.5}', '{"action":"left"}', '{"action":[1]}', '{"action":null}',
             '{"action":1e999}', "{", "[]", "{}", "nonsense", '{"reset":5}', '{"reset":{"seed":-1}}',
             '{"reset":{"seed":1.5}}', '{"reset":{"state":[0,0,0]}}', '{"reset":{"speed":1}}',
             '{"reset":{"state":[0,0,0,1e300]}}', '{"jump":1}', "[" * 100_000, '{"action":1}x']
    expect("error" in session("CartPole-v1", {"action": 1})[0], "stepped before a reset")
    begin, step = {"reset": {"seed": 3}}, {"action": 1}
    right = session("CartPole-v1", begin, step, step)
    answers = session("CartPole-v1", begin, step, *wrong, step)
    expect(len(answers) == len(wrong) + 3, answers)
    for line, answer in zip(wrong, answers[2:]):
        expect(answer.keys() == {"error"} and "\n" not in answer["error"], line[:80], answer)
    expect(answers[:2] + answers[-1:] == right, answers)
    ended = session("probe/bandit", begin, {"action": 0}, {"action": 0})
    expect(ended[1]["terminated"] and "ended" in ended[2]["error"], ended)
    expect(session("Pendulum-v1", begin, step)[1].keys() == {"error"}, "a number for a list")
    expect(session("CartPole-v1") == [] and session("CartPole-v1", "", "  ") == [], "empty input")
    bytes_answer = sente("env", "step", "CartPole-v1", text=b"\xff\xfe\x00\r\n{\"reset\":{}}\r\n")
    expect([list(json.loads(line))[0] for line in bytes_answer.out.splitlines()]
           == ["error", "observation"], bytes_answer)


@check
def unknown_names(here):
    """unknown names are answered with the nearest one, or with what there is"""
    for command, *words in [
        (["trian"], "'trian'", "'train'"), (["zzz"], "there is", "evaluate"),
        (["env", "lst"], "'env lst'", "'list'"), (["env", "zzz"], "show"),
        (["train", "pp0"], "'pp0'", "'ppo'"), (["train", "zzzzzz"], "there is a2c", "ppo"),
        (["train", "ppo", "cartpole"], "'CartPole-v1'"), (["train", "ppo", "zzzz"], "sente env list"),
        (["env", "show", "Pendulm-v1"], "'Pendulum-v1'"), (["env", "step", "Acrobot"], "'Acrobot-v1'"),
        (["env", "step", "zzzz"], "sente env list"), (["bench", "peek"], "'peak'"),
        (["game", "show", "ches"], "'chess'"), (["game", "moves", "zzzzzz"], "sente game list"),
        (["perft", "go-4", "--depth", "1"], "from 5 to 19"), (["perft", "chess"], "--depth"),
        (["game", "show", "shogi-5"], "'shogi' alone"), (["game", "sho"], "'show'"),
        (["bench", "zzzz"], "sente bench --list"), (["train", "--sed", "1"], "--sed", "--se", "--help"),
        (["train", "ppo", "CartPole-v1", "more"], "'more'", "sente train --help"),
        (["evaluate"], "<run>", "sente evaluate --help"), (["play"], "<game or run>"),
        (["env", "show"], "<id>", "sente env show --help"), (["train", "--steps"], "--steps"),
        (["train", "--steps", "many"], "'many'"), (["train", "--seed", "-1"], "'-1'"),
        (["train", "--steps", "99999999999999999999"], "99999999999999999999"),
    ]:
        refused(sente(*command, cwd=here), *words)
    expect(not list(here.iterdir()), "something was written")


@check
def wrong_settings(here):
    """wrong settings and numbers out of range: named with what is allowed, nothing written"""
    for option, *words in [
        ("zzz=1", "'zzz'", "--list-settings"), ("=1", "unknown setting"), ("", "key=value"),
        ("learnigRate=1", "'learningRate'"), ("learningRate", "key=value"),
        ("learningRate=fast", "'fast'"), ("learningRate=2", "0...1"), ("learningRate=nan", "nan"),
        ("minibatchSize=0", "at least 1"), ("minibatchSize=7", "divide"),
        ("environments=1000000000", "1...65536"), ("environments=9223372036854775807", "1...65536"),
        ("rolloutSteps=1000000000", "rolloutSteps"), ("epochs=1000000", "1...1000"),
        ("hiddenWidths=65536,65536", "1...8192"), ("hiddenWidths=-1", "1...8192"),
        ("hiddenWidths=8192,8192,8192", "at most"), ("hiddenWidths=a", "'a'"),
        ("activation=swish", "'swish'"), ("sharesTrunk=maybe", "'maybe'"), ("steps=1.5", "'1.5'"),
        ("seed=-1", "'-1'"), ("discount=1.5", "0...1"), ("evaluationEpisodes=0", "1..."),
        ("evaluationEpisodes=99999999", "1...1000000"), ("checkpointSteps=0", "1..."),
        ("keptCheckpoints=0", "1..."), ("initialLogDeviation=1e9", "-20.0...20.0"),
        ("environment=Pendulum-v1", "argument"), ("algorithm=ppo", "argument"),
    ]:
        refused(sente("train", "--set", option, cwd=here), *words)
    huge = ["environments=65536", "rolloutSteps=1048576", "minibatchSize=65536"]
    refused(sente("train", *[f"--set={one}" for one in huge], cwd=here), "rolloutSteps", "at most")
    for option in ("--steps=0", "--steps=-5"):
        refused(sente("train", *option.split("="), cwd=here), "steps is", "1...")
        refused(sente("train", option, cwd=here), "steps is", "1...")
    for wrong in ("0", "-1", "100000"):
        refused(sente("train", "--threads", wrong, cwd=here), "threads", "1...256")
    refused(sente("train", "--steps", "5", "--set", "steps=6", cwd=here), "same setting")
    refused(sente("train", "--seed", "5", "--set", "seed=5", cwd=here), "same setting")
    expect(not list(here.iterdir()), "something was written")


@check
def settings_listed(here):
    """--list-settings shows every setting with its value, and does nothing"""
    result = succeeded(sente("train", "ppo", "Pendulum-v1", "--set", "hiddenWidths=32,16", "--seed",
                             "9", "--list-settings", cwd=here))
    lines = result.out.splitlines()
    for line in ("environment=Pendulum-v1", "ppo.network.hiddenWidths=[32,16]", "seed=9"):
        expect(line in lines, result)
    expect(all("=" in line for line in lines) and not list(here.iterdir()), result)


@check
def bench(here):
    """bench lists its works and prints the promised keys"""
    names = [line.split()[0] for line in succeeded(sente("bench", "--list")).out.splitlines()]
    expect({"peak", "ppo-cartpole-tuned", "signature"} <= set(names), names)
    for name in ("peak", "signature"):
        result = succeeded(sente("bench", name, "--json"))
        for line in result.out.splitlines():
            expect({"work", "metric", "value", "unit", "threads"} <= json.loads(line).keys(), result)
    expect(json.loads(result.out)["value"] in sente("bench", "signature").out, result)


@check
def help_and_version(here):
    """--help of every command and --version print on standard output, status 0"""
    for command in ([], ["train"], ["evaluate"], ["play"], ["env"], ["env", "list"], ["env", "show"],
                    ["env", "step"], ["game"], ["game", "list"], ["game", "show"], ["game", "moves"],
                    ["perft"], ["bench"], ["compare"]):
        result = succeeded(sente(*command, "--help"))
        expect("USAGE: sente" in result.out and result.err == "", result)
    result = succeeded(sente("--version"))
    expect(re.fullmatch(r"\d+\.\d+\.\d+\n", result.out) and result.err == "", result)
    expect("USAGE" in succeeded(sente("help", "train")).out, "no help")


@check
def compares(here):
    """compare: tables, JSON and pictures of runs, the same each time; and what it refuses"""
    runs = here / "runs"
    for algorithm in ("ppo", "a2c"):
        for seed in ("1", "2"):
            train(runs / f"{algorithm}-{seed}", algorithm, "CartPole-v1", "--seed", seed,
                  "--steps", "2000")
    result = succeeded(sente("compare", runs, "--picture", here / "c.png", "--picture", here / "c.svg"))
    expect("a2c over ppo" in result.out and "CartPole-v1" in result.out, result)
    expect((here / "c.png").read_bytes()[1:4] == b"PNG", "no PNG")
    expect(">ppo</text>" in (here / "c.svg").read_text(), "no SVG")
    objects = [json.loads(line) for line in succeeded(sente("compare", runs, "--json")).out.splitlines()]
    expect([o["algorithm"] for o in objects] == ["a2c", "ppo"], objects)
    expect(all(o["runs"] == 2 and o["iqmLow"] <= o["iqm"] <= o["iqmHigh"] for o in objects), objects)
    expect(sente("compare", runs, "--json").out == sente("compare", runs, "--json").out, "not repeatable")
    refused(sente("compare", runs, "--picture", "c.gif"), ".png or .svg")
    refused(sente("compare", runs, "--scale", "CartPole-v1=5"), "LOW:HIGH")
    twice = sente("compare", runs, runs / "ppo-1")
    expect(twice.status == 1 and "the same run" in twice.err, twice)
    empty = here / "empty"
    empty.mkdir()
    nothing = sente("compare", empty)
    expect(nothing.status == 1 and "holds none" in nothing.err, nothing)
