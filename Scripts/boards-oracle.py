#!/usr/bin/env python3
"""Random games of board games played by OpenSpiel, as a yardstick for SenteGames.

  pip install open_spiel
  Scripts/boards-oracle.py --games 20 --out Tests/Fixtures/Boards      the committed fixtures
  Scripts/boards-oracle.py --games 10000 --out /tmp/oracle --compare   10,000 games of each game

Each file holds one game a line: the actions in OpenSpiel's numbers; a digest over the legal actions
of every position; the returns. The digest is 64-bit FNV-1a over two bytes per action, low byte
first, and two bytes 255 after each list. --compare runs the Swift side over the files (release).
"""
import argparse
import os
import random
import subprocess
import sys

import pyspiel

# Name of the file, game of OpenSpiel, and a divisor for the number of games.
GAMES = [
    ("tic-tac-toe", "tic_tac_toe", 1),
    ("connect-four", "connect_four", 1),
    ("othello", "othello", 1),
    ("hex-11", "hex(board_size=11)", 1),
    ("hex-5-swap", "hex(board_size=5,swap=True)", 1),
    ("go-9", "go(board_size=9)", 1),
    ("go-5", "go(board_size=5)", 1),
    ("2048", "2048", 1),
    ("2048-target-64", "2048(max_tile=64)", 1),
]
PRIME, MASK = 0x100000001B3, (1 << 64) - 1


def legal_actions(state):
    """The legal actions; for 2048 found by playing them.

    OpenSpiel leaves out a slide that would merge into a tile made by the slide before (it keeps that
    tile's mark until the next slide), though it plays such a slide correctly.
    """
    if state.get_game().get_type().short_name == "2048" and not state.is_chance_node():
        board = str(state)
        return [action for action in range(4) if str(state.child(action)) != board]
    return state.legal_actions()


def play(game, rng):
    """One random game: actions, digest of the legal lists, returns."""
    state = game.new_initial_state()
    actions, digest = [], 0xCBF29CE484222325
    while not state.is_terminal():
        legal = legal_actions(state)
        for byte in b"".join(a.to_bytes(2, "little") for a in legal) + b"\xff\xff":
            digest = ((digest ^ byte) * PRIME) & MASK
        if state.is_chance_node():
            outcomes = state.chance_outcomes()
            empty = len(outcomes) / 2
            for action, probability in outcomes:
                assert abs(probability - (0.1 if action & 1 else 0.9) / empty) < 1e-12
            action = rng.choices(legal, [p for _, p in outcomes])[0]
        else:
            action = rng.choice(legal)
        actions.append(action)
        state.apply_action(action)
    returns = ",".join(f"{r:g}" for r in state.returns())
    return f"{' '.join(map(str, actions))};{digest:016x};{returns}"


def perft(state, depth):
    """How many lines of play of a length there are."""
    if depth == 0:
        return 1
    return sum(perft(state.child(a), depth - 1) for a in state.legal_actions())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--games", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", required=True)
    parser.add_argument("--compare", action="store_true")
    parser.add_argument("--perft", action="store_true", help="print counts of Go 5x5 and Hex 5x5")
    options = parser.parse_args()
    if options.perft:
        for name in ["go(board_size=5)", "hex(board_size=5)"]:
            start = pyspiel.load_game(name).new_initial_state()
            print(name, [perft(start, depth) for depth in range(1, 5)])
        return 0
    os.makedirs(options.out, exist_ok=True)
    for file, name, divisor in GAMES:
        rng = random.Random(f"{options.seed} {file}")
        game = pyspiel.load_game(name)
        with open(os.path.join(options.out, file + ".txt"), "w") as output:
            output.write(f"# OpenSpiel {name}, seed {options.seed}\n")
            for _ in range(options.games // divisor):
                output.write(play(game, rng) + "\n")
        print(f"{file}: {options.games // divisor} games", flush=True)
    if options.compare:
        environment = dict(os.environ, SENTE_ORACLE_DIRECTORY=os.path.abspath(options.out))
        command = ["swift", "test", "-c", "release", "-Xswiftc", "-enable-testing"]
        return subprocess.call(command + ["--filter", "BoardsOracleTests"], env=environment)
    return 0


if __name__ == "__main__":
    sys.exit(main())
