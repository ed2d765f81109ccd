"""Checks of `sente engine`, `match`, `play GAME` and `analyze`."""

import json
import os
import pathlib
import shutil
import signal
import stat
import subprocess
import time

from .harness import SENTE, Skipped, check, expect, sente, start

SCRIPTS = pathlib.Path(__file__).resolve().parent.parent
PYTHON = SCRIPTS.parent / ".build/python/bin/python"

# Peers that no match should have to meet, as shell scripts that say they speak UCI or GTP.
PEERS = {
    "dies": "read line; exit 3",
    "hangs": "sleep 60 & sleep 60",
    "floods": "while :; do echo 0123456789; done",
    "floods without end of line": "tr '\\0' x </dev/zero",
    "speaks nonsense": "while read line; do printf '\\377\\000?!\\n'; done",
    "does not read": "exec <&-; sleep 60",
}


def games(first, second, *options, limit=60):
    """The JSON of a match."""
    result = sente("match", first, second, "--json", *options, limit=limit)
    expect(result.status == 0, result)
    return json.loads(result.out)


def script(here, name, body):
    path = here / name.replace(" ", "-")
    path.write_text("#!/bin/sh\n" + body + "\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def processes(mark):
    """The processes whose command holds a text."""
    found = []
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            state = (entry / "stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            continue
        if mark in command and int(entry.name) != os.getpid():
            found.append((entry.name, state, command))
    return found


def client(kind):
    if not PYTHON.exists():
        raise Skipped(f"{PYTHON} is missing; Scripts/test makes it")
    result = subprocess.run([PYTHON, SCRIPTS / "engine-clients.py", kind, SENTE],
                            capture_output=True, text=True, timeout=180)
    expect(result.returncode == 0, result.stdout[-500:], result.stderr[-800:])


@check
def python_chess_leads_whole_sessions(here):
    """python-chess leads whole sessions over UCI"""
    client("uci")


@check
def cshogi_leads_whole_sessions(here):
    """cshogi leads whole sessions over USI"""
    client("usi")


@check
def a_controller_leads_whole_sessions(here):
    """a controller leads whole sessions over GTP"""
    client("gtp")


@check
def matches_count_right(here):
    """a match counts games, and the same seed plays the same match"""
    options = ["--game", "tictactoe", "--games", "20", "--seed", "3"]
    one = games("greedy", "random", *options)
    expect(one["games"] == 20 and one["wins"] + one["draws"] + one["losses"] == 20, one)
    expect(sum(one["pairs"]) == 10 and one["eloLow"] <= one["elo"] <= one["eloHigh"], one)
    expect(one == games("greedy", "random", *options), one)


@check
def bad_peers_lose_games_and_leave_nothing(here):
    """engines that die, hang, flood or speak nonsense lose; one line each, no process left"""
    for name, body in PEERS.items():
        path = script(here, name, body)
        # A player that fails three times in a row ends the match: status 1 and a last line.
        result = sente("match", "random", f"uci[timeout=1]:{path}", "--game", "chess", "--games",
                       "4", "--json", "--random-actions", "0", limit=180)
        object = json.loads(result.out)
        lines = result.err.strip().split("\n")
        expect(object["wins"] == object["games"] >= 3, name, result)
        expect(object["crashes"] + object["timeLosses"] == object["games"], name, result)
        expect(len(lines) == object["games"] + (result.status != 0), name, result)
        expect(not processes(str(path)), name, processes(str(path)))


@check
def illegal_moves_are_counted(here):
    """an engine's illegal move loses its game and is counted"""
    path = script(here, "illegal", """while read line; do case $line in
uci) echo uciok;; isready) echo readyok;; go*) echo bestmove e2e5;; esac; done""")
    object = games("random", f"uci:{path}", "--game", "chess", "--games", "4")
    expect(object["illegalMoves"] == 4 and object["wins"] == 4, object)
    expect(object["faults"][1]["illegalMoves"] == 4, object)


@check
def an_interrupted_match_says_the_score(here):
    """Ctrl-C ends a match with the score so far and no process left"""
    path = script(here, "slow", """while read line; do case $line in
uci) echo uciok;; isready) echo readyok;; go*) sleep 30; echo bestmove e2e4;; esac; done""")
    process = start("match", "random", f"uci:{path}", "--game", "chess", "--json")
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    expect(process.returncode == 130, process.returncode, err)
    expect(json.loads(out)["games"] == 0, out)
    expect(not processes(str(path)), processes(str(path)))


@check
def players_and_games_are_named_or_refused(here):
    """wrong players, games, protocols and openings are refused in one line"""
    wrong = [
        (["match", "randm", "random", "--game", "go-9"], "did you mean 'random'?"),
        (["match", "random", "random", "--game", "goo-9"], "unknown game"),
        (["match", "random", "random", "--game", "2048"], "between two players"),
        (["match", "random", "alphabeta", "--game", "go-9"], "no evaluation for go-9"),
        (["match", "random", "random", "--game", "chess", "--time", "x"], "--time"),
        (["match", "random", "random", "--game", "chess", "--sprt", "5", "0"], "--sprt"),
        (["match", "random", "random", "--game", "chess", "--openings", "none"], "none"),
        (["engine", "chess", "--protocol", "ucy"], "did you mean 'uci'?"),
        (["engine", "go", "--protocol", "uci"], "uci is for chess"),
        (["engine", "2048"], "two players"),
        (["analyze", "chess", "--player", "uct:x"], "must be a number"),
        (["play", "ches", "--against", "random"], "did you mean 'chess'?"),
        (["play", "chess", "--side", "whit"], "did you mean 'white'?"),
    ]
    for command, words in wrong:
        result = sente(*command, limit=20)
        expect(result.status != 0 and words in result.err, result)
        expect(result.err.count("\n") == 1, result)
    result = sente("match", "random", "gtp:/nowhere/engine", "--game", "go-9", "--games", "2")
    expect("cannot start '/nowhere/engine'" in result.err, result)


@check
def openings_and_records(here):
    """openings are read, games are saved in the game's notation and can be read again"""
    book = here / "book"
    book.write_text("# comment\nmoves e2e4 e7e5\n4k3/8/8/8/8/8/4P3/4K3 w - - 0 1\n")
    saved = here / "games.pgn"
    games("random", "greedy", "--game", "chess", "--games", "4", "--openings", book, "--save",
          saved, "--maximum-actions", "60")
    text = saved.read_text()
    expect(text.count("[White ") == 4 and text.count("1. e4 e5") == 2, text[:500])
    expect(text.count('[FEN "4k3/8/8/8/8/8/4P3/4K3 w - - 0 1"]') == 2, text[:500])
    saved = here / "games.sgf"
    games("random", "random", "--game", "go-5", "--games", "2", "--save", saved)
    one = saved.read_text().split("\n")[0]
    shown = sente("game", "show", "go-5", "--position", one)
    expect(shown.status == 0, shown)
    book.write_text("moves e2e5\n")
    result = sente("match", "random", "random", "--game", "chess", "--openings", book)
    expect("line 1" in result.err and "move 1" in result.err, result)


@check
def the_sequential_test_stops(here):
    """a sequential test stops a clear match early"""
    object = games("alphabeta:9", "random", "--game", "tictactoe", "--games", "2000", "--sprt",
                   "0", "50")
    expect(object["games"] < 200 and object["sprt"] == "H1", object)


@check
def a_person_plays(here):
    """a person plays, asks for hints, takes back and resigns"""
    lines = "help\nmoves\ne4\nundo\nhint\nanalyze\nNf3\nnonsense\nposition\nresign\n"
    result = sente("play", "chess", "--against", "alphabeta:2", text=lines)
    expect(result.status == 0, result)
    for words in ["a move     in the game's notation", "alpha-beta plays ", "would play", "value",
                  "nonsense is not", "You resign."]:
        expect(words in result.out or words == "nonsense is not" and "'moves' lists" in result.out,
               words, result)
    over = sente("play", "tictactoe", "--against", "random", "--side", "none")
    expect(over.status == 0, over)
    expect(sente("play", "go-9", "--against", "random", text="e5\n").status == 0)


@check
def a_position_is_analyzed(here):
    """an analysis shows what it knows, as a table and as JSON"""
    mate = "6k1/5ppp/8/8/8/8/8/R6K w - - 0 1"
    table = sente("analyze", "chess", "--position", mate, "--player", "alphabeta:3")
    expect(table.status == 0 and "mate in 1" in table.out and "Ra8#" in table.out, table)
    tree = sente("analyze", "connect-four", "--player", "uct:500", "--json")
    object = json.loads(tree.out)
    expect(len(object["candidates"]) == 7, object)
    expect(sum(entry["visits"] for entry in object["candidates"]) == 500, object)
    over = sente("analyze", "tictactoe", "--position", "xxx/oo./... o")
    expect(over.status != 0 and over.err.count("\n") == 1, over)


@check
def debian_engines_finish_games(here):
    """games with each of Debian's engines end without a fault and leave no process"""
    gnushogi = SCRIPTS / "gnushogi-usi"
    trials = [
        ("gnugo", "random", "gtp:gnugo --mode gtp --level 0", ["--game", "go-5"]),
        ("stockfish", "random", "uci[depth=1]:stockfish", ["--game", "chess"]),
        ("fairy-stockfish", "random", "usi[depth=1]:fairy-stockfish", ["--game", "shogi"]),
        ("gnushogi", "alphabeta:1", f"usi[seconds=1]:{gnushogi}",
         ["--game", "shogi", "--maximum-actions", "20", "--margin", "10"]),
    ]
    tried = []
    for program, first, second, options in trials:
        if not shutil.which(program) and not os.path.exists(f"/usr/games/{program}"):
            continue
        object = games(first, second, "--games", "2", *options, limit=180)
        expect(object["games"] == 2, object)
        expect(object["illegalMoves"] == object["crashes"] == object["timeLosses"] == 0, object)
        expect(not [entry for entry in processes(program) if "test-command-line" not in entry[2]],
               processes(program))
        tried.append(program)
    if not tried:
        raise Skipped("none of gnugo, stockfish, fairy-stockfish, gnushogi is installed")
    return ", ".join(tried)
