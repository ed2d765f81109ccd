#!/usr/bin/env python3
"""Random games of chess played by python-chess, against which Sente's rules are checked.

    Scripts/chess-oracle.py play 8 --seed 31 > Tests/Fixtures/chess-random-games.txt
    Scripts/chess-oracle.py check 10000

`play` writes games; `check` plays them on all cores into a file under .build and runs the Swift
test that replays it. python-chess is installed into a virtual environment under .build where it is
missing. Of every four games one is Chess960 from a random start, and one ends only at fivefold
repetition and seventy-five moves; the others end at threefold repetition and fifty moves.

The format is lines of text. `game VARIANT DRAWS FEN` begins a game (VARIANT chess or chess960,
DRAWS claimed or automatic); each move is `UCI SAN MOVES POSITION`, where MOVES is the CRC-32 of the
legal moves before it in UCI, sorted and joined by spaces, and POSITION that of the FEN after it;
`end RESULT REASON` closes it.
"""

import argparse
import os
import pathlib
import random
import subprocess
import sys
import venv
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / ".build"


def crc(text):
    return format(zlib.crc32(text.encode()), "08x")


def insist_on_chess():
    """Runs this script again in an environment that has python-chess, if this one has not."""
    try:
        import chess  # noqa: F401
    except ImportError:
        home = BUILD / "chess-oracle"
        python = home / "bin" / "python"
        if not python.exists():
            venv.create(home, with_pip=True)
            subprocess.run([python, "-m", "pip", "install", "--quiet", "chess==1.11.2"], check=True)
        os.execv(python, [str(python), *sys.argv])


def ending(board, seen, claimed):
    """The result and the reason, or None while the game goes on; the order is Sente's."""
    if not any(board.generate_legal_moves()):
        if not board.is_check():
            return "1/2-1/2 stalemate"
        return ("1-0" if board.turn == 0 else "0-1") + " checkmate"
    if board.is_insufficient_material():
        return "1/2-1/2 insufficientMaterial"
    if board.halfmove_clock >= 150:
        return "1/2-1/2 seventyFiveMoves"
    if seen >= 5:
        return "1/2-1/2 fivefoldRepetition"
    if claimed and board.halfmove_clock >= 100:
        return "1/2-1/2 fiftyMoves"
    if claimed and seen >= 3:
        return "1/2-1/2 threefoldRepetition"
    return None


def play(number, seed, out):
    import chess

    chance = random.Random(f"{seed} {number}")
    chess960 = number % 4 == 2
    claimed = number % 4 != 3
    if chess960:
        board = chess.Board.from_chess960_pos(chance.randrange(960))
    else:
        board = chess.Board()

    def text():
        return board.shredder_fen() if chess960 else board.fen()

    variant = "chess960" if chess960 else "chess"
    draws = "claimed" if claimed else "automatic"
    out.write(f"game {variant} {draws} {text()}\n")
    seen = {board._transposition_key(): 1}
    while True:
        end = ending(board, seen[board._transposition_key()], claimed)
        if end:
            out.write(f"end {end}\n")
            return
        legal = sorted(board.legal_moves, key=board.uci)
        moves = crc(" ".join(board.uci(move) for move in legal))
        move = chance.choice(legal)
        uci, san = board.uci(move), board.san(move)
        board.push(move)
        key = board._transposition_key()
        seen[key] = seen.get(key, 0) + 1
        out.write(f"{uci} {san} {moves} {crc(text())}\n")


def check(games, seed):
    workers = os.cpu_count() or 1
    BUILD.mkdir(exist_ok=True)
    parts = [BUILD / f"chess-oracle-{worker}.txt" for worker in range(workers)]
    running = []
    for worker, part in enumerate(parts):
        arguments = ["play", str(games), "--seed", str(seed), "--part", f"{worker}/{workers}"]
        with open(part, "w") as out:
            running.append(
                subprocess.Popen([sys.executable, __file__, *arguments], stdout=out)
            )
    if any([process.wait() for process in running]):
        sys.exit("playing failed")
    command = ["swift", "test", "-c", "release", "-Xswiftc", "-enable-testing"]
    command += ["--filter", "ChessOracleTests"]
    environment = dict(os.environ, SENTE_CHESS_GAMES=":".join(str(part) for part in parts))
    sys.exit(subprocess.run(command, cwd=ROOT, env=environment).returncode)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("mode", choices=["play", "check"])
    parser.add_argument("games", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", default="0/1", help="worker/workers")
    options = parser.parse_args()
    insist_on_chess()
    if options.mode == "check":
        check(options.games, options.seed)
    worker, workers = map(int, options.part.split("/"))
    for number in range(worker, options.games, workers):
        play(number, options.seed, sys.stdout)


if __name__ == "__main__":
    main()
