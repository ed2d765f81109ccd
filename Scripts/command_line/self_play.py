"""Checks of self-play: training, being stopped, and runs as players."""

import functools
import json
import resource
import shutil
import time
from pathlib import Path

from command_line.harness import (
    RANDOM, ROOT, check, checkpoints, expect, last_step, refused, sente, start, succeeded, train,
    wait_for)

GAME = ["alphazero", "tictactoe"]
# A hundred and fifty turns with learning, ratings, and five checkpoints.
SELF_PLAY = [*GAME, "--steps", "4800", "--seed", "4", "--set", "checkpointPositions=960",
             "--set", "ratingInterval=2000", "--set", "ratingGames=4"]


@functools.cache
def trained():
    """A training that nobody disturbed: its folder and its result."""
    folder = ROOT / "self-play-reference"
    return folder, train(folder, *SELF_PLAY)


def same(result):
    expect(result["weightsHash"] == trained()[1]["weightsHash"], result, trained()[1])


@check
def self_play_learns(here):
    """train alphazero leaves a run that says what it did; two threads give the same weights"""
    folder, result = trained()
    keys = {"run", "algorithm", "environment", "seed", "steps", "games", "updates", "seconds", "rating",
            "weightsHash"}
    expect(result.keys() == keys and result["algorithm"] == "alphazero", result)
    expect(result["environment"] == "tictactoe" and result["steps"] >= 4800, result)
    expect(result["games"] > 100 and result["updates"] > 50, result)
    ratings = [json.loads(line) for line in (folder / "evaluations.jsonl").read_text().splitlines()]
    expect(len(ratings) == 2 and ratings[-1]["rating"] == result["rating"], ratings)
    expect(len(checkpoints(folder)) == 2, "the latest two checkpoints are kept")
    same(train(here / "two", *SELF_PLAY, "--threads", "2"))
    plain = succeeded(sente("train", *GAME, "--steps", "200", cwd=here))
    expect("run         runs/alphazero-tictactoe" in plain.out and "games" in plain.out, plain)


@check
def self_play_killed(here):
    """self-play killed at random moments and resumed ends with the same weights"""
    for number in range(3):
        folder = here / str(number)
        process = start("train", "--quiet", "--run", folder, *SELF_PLAY)
        least = RANDOM.randrange(4000)
        wait_for(lambda: last_step(folder) >= least or process.poll() is not None, process)
        time.sleep(RANDOM.uniform(0, 0.02))
        process.kill()
        process.communicate()
        same(train(folder, "--quiet", "--resume"))


@check
def self_play_without_space(here):
    """self-play that finds no space ends with one line and goes on when there is some"""
    def restrict():
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, resource.RLIM_INFINITY))
    run = here / "run"
    refused(sente("train", "--quiet", "--run", run, *SELF_PLAY, preexec_fn=restrict), "no space",
            status=1)
    same(train(run, "--resume"))


@check
def run_as_player(here):
    """a run of self-play plays matches, is analyzed, played against, an engine, and evaluated"""
    folder, _ = trained()
    player = f"{folder}[simulations=20]"
    result = json.loads(succeeded(sente(
        "match", player, "random", "--game", "tictactoe", "--games", "40", "--json")).out)
    expect(result["wins"] > result["losses"] and result["crashes"] == 0, result)
    table = json.loads(succeeded(sente(
        "analyze", "tictactoe", "--moves", "a1 b2", "--player", player, "--json")).out)
    expect(abs(sum(row["prior"] for row in table["candidates"]) - 1) < 1e-3, table)
    expect(sum(row["visits"] for row in table["candidates"]) <= 20, table)
    played = succeeded(sente("play", "tictactoe", "--against", player, text="b2\nquit\n"))
    expect("plays" in played.out, played)
    engine = succeeded(sente("engine", "tictactoe", "--player", player, text="genmove b\nquit\n"))
    expect(engine.out.startswith("= "), engine)
    rows = [json.loads(line) for line in succeeded(sente(
        "evaluate", folder, "--episodes", "10", "--simulations", "20", "--json")).out.splitlines()]
    expect([row["opponent"] for row in rows] == ["random", "greedy", "uct:100"], rows)
    expect(all(row["wins"] + row["draws"] + row["losses"] == 10 for row in rows), rows)


@check
def self_play_misused(here):
    """what self-play cannot do is answered with one line that names it"""
    folder, _ = trained()
    for arguments, *words in [
        (["alphazero", "chess5"], "chess5"),
        (["alphazero", "2048"], "2048", "tictactoe"),
        (["alphazero", "connect-four", "--set", "encoding=published"], "connect-four", "compact"),
        (["alphazero", "connect-four", "--set", "simulation=3"], "did you mean", "simulations"),
        (["alphazero", "connect-four", "--set", "simulations=0"], "simulations", "1"),
        (["alphazero", "connect-four", "--set", "game=go"], "argument", "game"),
        (["alphazero", "connect-four", "--set", "forcedPlayouts=2"], "improvement=visits"),
        (["alphazero", "connect-four", "--steps", "5", "--set", "positions=6"], "same setting"),
        (["alphazer", "connect-four"], "did you mean 'alphazero'"),
        (["--resume", "--run", folder, "--seed", "3"], "--resume"),
    ]:
        refused(sente("train", *arguments, cwd=here), *words)
    for player, *words in [
        (f"{folder}[simulation=5]", "did you mean", "simulations"),
        (f"{folder}[simulations=x]", "simulations", "'x'"),
        (f"{folder}[simulations=5", "closed"),
    ]:
        refused(sente("match", player, "random", "--game", "tictactoe", cwd=here), *words)
    refused(sente("match", folder, "random", "--game", "othello-4", cwd=here), "tictactoe",
            "othello-4", status=1)
    refused(sente("match", here / "nothing", "random", "--game", "tictactoe", cwd=here), "nothing",
            status=1)
    refused(sente("evaluate", folder, "--solved", __file__, cwd=here), "line 1", status=1)


@check
def self_play_damaged(here):
    """a run whose network or game is another than its configuration says is refused; a damaged
    checkpoint is passed over"""
    folder, _ = trained()
    for number, (old, new, *words) in enumerate([
        ('"channels": 16', '"channels": 24', "does not fit", "configuration.json"),
        ('"game": "tictactoe"', '"game": "connect-four"', "does not fit", "configuration.json"),
        ('"game": "tictactoe"', '"game": "tictac"', "tictac"),
        ('"channels": 16', '"channels": 0', "channels"),
        ('"blocks": 1', '"block": 1', "block"),
    ]):
        run = here / str(number)
        shutil.copytree(folder, run)
        text = (run / "configuration.json").read_text()
        expect(old in text, text)
        (run / "configuration.json").write_text(text.replace(old, new))
        refused(sente("train", "--resume", "--run", run), *words, status=1)
        refused(sente("evaluate", run), *words, status=1)
    run = here / "flipped"
    shutil.copytree(folder, run)
    latest = sorted((run / "checkpoints").iterdir())[-1]
    for name in ("window.bin", "games.bin"):
        content = bytearray((latest / name).read_bytes())
        content[len(content) // 2] ^= 1
        (latest / name).write_bytes(content)
    result = succeeded(sente("train", "--quiet", "--json", "--resume", "--run", run))
    expect("damaged" in result.err and "using the one before" in result.err, result)
    same(json.loads(result.out))
