#!/usr/bin/env python3
"""Random games of board games played by OpenSpiel, as a yardstick for SenteGames.

  pip install open_spiel
  Scripts/boards-oracle.py --games 20 --out Tests/Fixtures/Boards      the committed fixtures
  Scripts/boards-oracle.py --games 10000 --out /tmp/oracle --compare   10,000 games of each game

Each file holds one game a line: the actions in OpenSpiel's numbers; a digest over the legal actions
of every position; the returns. The digest is 64-bit FNV-1a over two bytes per action, low byte
first, and two bytes 255 after each list. Backgammon has other actions here and there, so a turn is
compared by what it can lead to: the line has the dice and the number of the chosen position among
all that the roll can lead to, sorted; the digest is over their texts, each with a newline. --compare runs the Swift side over the files (release).
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
    ("backgammon", "backgammon(scoring_type=full_scoring)", 1),
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


def backgammon_text(state, mover):
    """The checkers as Sente writes them, and the player for whom the dice are rolled next."""
    bar = str(state).split("Bar:")[1].split("\n")[0]
    places = ["-"] * 26
    for player, first in [(0, ord("A")), (1, ord("a"))]:
        for position in range(24):
            if count := state.board(player, position):
                places[24 - position] = chr(first + count - 1)
        if count := bar.count("xo"[player]):
            places[25 if player == 0 else 0] = chr(first + count - 1)
    return f"{''.join(places)} {'xo'[mover]} roll"


def backgammon_ends(state, player):
    """Every state in which a player's turn can end; after a double it has two actions."""
    if state.is_terminal() or state.is_chance_node() or state.current_player() != player:
        return {backgammon_text(state, 1 - player): state}
    ends = {}
    for action in state.legal_actions():
        ends.update(backgammon_ends(state.child(action), player))
    return ends


def play_backgammon(game, rng):
    """One random game that X begins: dice and choices, digest of all possible ends of turns, returns."""
    state = game.new_initial_state()
    words, digest = [], 0xCBF29CE484222325
    while not state.is_terminal():
        outcomes, odds = zip(*state.chance_outcomes())
        if not words:
            outcomes = [o for o in outcomes if state.child(o).current_player() == 0]
            odds = [1] * len(outcomes)
        state.apply_action(rng.choices(outcomes, odds)[0])
        dice = str(state).split("Dice: ")[1][:2]
        ends = backgammon_ends(state, state.current_player())
        texts = sorted(ends)
        for byte in "".join(text + "\n" for text in texts).encode():
            digest = ((digest ^ byte) * PRIME) & MASK
        choice = rng.randrange(len(texts))
        words.append(f"{max(dice)}{min(dice)}:{choice}")
        state = ends[texts[choice]]
    returns = ",".join(f"{r:g}" for r in state.returns())
    return f"{' '.join(words)};{digest:016x};{returns}"


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
    parser.add_argument("--only", nargs="+", help="names of files; the others are not written")
    parser.add_argument("--perft", action="store_true", help="print counts of Go 5x5 and Hex 5x5")
    options = parser.parse_args()
    if options.perft:
        for name in ["go(board_size=5)", "hex(board_size=5)"]:
            start = pyspiel.load_game(name).new_initial_state()
            print(name, [perft(start, depth) for depth in range(1, 5)])
        return 0
    os.makedirs(options.out, exist_ok=True)
    for file, name, divisor in GAMES:
        if options.only and file not in options.only:
            continue
        rng = random.Random(f"{options.seed} {file}")
        game = pyspiel.load_game(name)
        with open(os.path.join(options.out, file + ".txt"), "w") as output:
            output.write(f"# OpenSpiel {name}, seed {options.seed}\n")
            for _ in range(options.games // divisor):
                one = play_backgammon if file == "backgammon" else play
                output.write(one(game, rng) + "\n")
        print(f"{file}: {options.games // divisor} games", flush=True)
    if options.compare:
        environment = dict(os.environ, SENTE_ORACLE_DIRECTORY=os.path.abspath(options.out))
        command = ["swift", "test", "-c", "release", "-Xswiftc", "-enable-testing"]
        return subprocess.call(command + ["--filter", "BoardsOracleTests"], env=environment)
    return 0


if __name__ == "__main__":
    sys.exit(main())
