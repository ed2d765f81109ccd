#!/usr/bin/env python3
"""Random games of Gardner's chess and mini-shogi played by Fairy-Stockfish, as a yardstick.

  apt-get install fairy-stockfish
  Scripts/mini-oracle.py --games 20 --out Tests/Fixtures/Boards    the committed fixtures
  Scripts/mini-oracle.py --games 10000 --out /tmp/oracle           10,000 games of each game
  SENTE_ORACLE_DIRECTORY=/tmp/oracle swift test -c release -Xswiftc -enable-testing --filter MiniOracle

Each file holds one game a line: the start; the moves; a digest; how the game ended; the result of the
first player. The digest is 64-bit FNV-1a over a line for each position: its text and its legal
moves, sorted, divided by spaces. Moves, texts and legal moves are those of Fairy-Stockfish; repetition,
counted moves and perpetual check are judged here from its positions and its test for check.

Three kinds of play alternate: uniform; to and fro, which repeats positions; and checking whenever the
first player can, from sparse positions.
"""
import argparse
import os
import random
import re
import shutil
import subprocess

PRIME, MASK = 0x100000001B3, (1 << 64) - 1
SPARSE = {
    "gardner": [
        "4k/5/5/P4/K2R1 w - - 0 1",
        "2k2/1n3/5/3B1/2K2 w - - 90 40",
        "2k2/P1p2/5/2P1p/3K1 w - - 0 1",
        "k4/5/1Q3/5/3K1 b - - 3 9",
    ],
    "minishogi": [
        "4k/5/5/5/K4 b RBGSPrbgsp 1",
        "2k2/5/2G2/5/2K2 b RBPrbg2sp 1",
        "rk3/5/1P3/5/3KR b BGSbgsp 1",
        "4k/2+R2/5/5/K4 b Gr2bg2s2p 1",
    ],
}
START = {
    "gardner": "rnbqk/ppppp/5/PPPPP/RNBQK w - - 0 1",
    "minishogi": "rbsgk/4p/5/P4/KGSBR b - 1",
}


def square(name):
    """b2 as the programs of shogi write it, 4d."""
    return f"{5 - 'abcde'.index(name[0])}{'edcba'[int(name[1]) - 1]}"


def usi(move):
    if "@" in move:
        return f"{move[0]}*{square(move[2:])}"
    return square(move[:2]) + square(move[2:4]) + move[4:]


def sfen(fen, ply):
    board, hand, side = re.fullmatch(r"([^\[]*)\[(.*)\] (\w) .*", fen).groups()
    held = "".join(
        (str(hand.count(p)) if hand.count(p) > 1 else "") + p for p in "RBGSPrbgsp" if p in hand
    )
    return f"{board} {'b' if side == 'w' else 'w'} {held or '-'} {ply}"


def from_sfen(text):
    board, side, held, _ = text.split()
    pieces = re.sub(r"(\d)(\w)", lambda m: m[2] * int(m[1]), held).replace("-", "")
    return f"{board}[{pieces}] {'w' if side == 'b' else 'b'} 0 1"


class Engine:
    """Fairy-Stockfish as a process that is asked about positions."""

    def __init__(self, variant):
        path = shutil.which("fairy-stockfish") or "/usr/games/fairy-stockfish"
        self.process = subprocess.Popen(
            [path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        self.name = self.process.stdout.readline().split(" by ")[0].strip()
        self.ask(f"setoption name UCI_Variant value {variant}\n")

    def ask(self, text):
        self.process.stdin.write(text)
        self.process.stdin.flush()

    def look(self, fen, move=""):
        """FEN after a move, whether its side to move is in check, and the legal moves."""
        self.ask(f"position fen {fen} {'moves ' + move if move else ''}\nd\ngo perft 1\n")
        moves, check = [], False
        for line in self.process.stdout:
            if line.startswith("Fen: "):
                fen = line[5:].strip()
            elif line.startswith("Checkers: "):
                check = line[10:].strip() != ""
            elif line.startswith("Nodes searched"):
                return fen, check, moves
            elif match := re.match(r"(\S+): 1$", line):
                moves.append(match[1])
        raise SystemExit("fairy-stockfish has ended")


def rows(fen):
    """The board from the top, a piece or '.' a square."""
    board = re.split(r"[ \[]", fen)[0]
    board = re.sub(r"\d", lambda m: "." * int(m[0]), board)
    return [re.findall(r"\+?[\w.]", row) for row in board.split("/")]


def is_dead(fen):
    """Lone kings, one minor piece, or bishops that all stand on one colour."""
    pieces = [
        (p.lower(), (row + column) % 2)
        for row, line in enumerate(rows(fen)) for column, p in enumerate(line) if p not in ".kK"
    ]
    if len(pieces) <= 1:
        return all(p in "nb" for p, _ in pieces)
    return all(p == "b" for p, _ in pieces) and len({colour for _, colour in pieces}) == 1


class Play:
    """A game in Fairy-Stockfish: the present position, the moves in its notation, and what was seen."""

    def __init__(self, engine, variant, start):
        self.engine, self.variant = engine, variant
        self.moves, self.seen, self.checks = [], {}, [0, 0]
        self.update(start if variant == "gardner" else from_sfen(start))

    def update(self, fen, move=""):
        self.fen, self.check, self.legal = self.engine.look(fen, move)
        self.mover = 0 if self.fen.split()[1] == "w" else 1
        if self.variant == "gardner":
            self.text = self.fen
            self.texts = {move: move for move in self.legal}
            key = " ".join(self.fen.split()[:2])
        else:
            self.legal = [move for move in self.legal if not self.mates_by_pawn(move)]
            self.text = sfen(self.fen, len(self.moves) + 1)
            self.texts = {move: usi(move) for move in self.legal}
            key = self.text.rsplit(" ", 1)[0]
        self.occurrences = self.seen.setdefault(key, [])
        self.occurrences.append(len(self.moves))

    def mates_by_pawn(self, move):
        """Fairy-Stockfish lists a dropped pawn that mates and counts it as lost; the rules forbid it."""
        if not move.startswith("P@"):
            return False
        front = 5 - int(move[3]) + (-1 if self.mover == 0 else 1)
        king = "k" if self.mover == 0 else "K"
        if not 0 <= front < 5 or rows(self.fen)[front]["abcde".index(move[2])] != king:
            return False
        _, check, replies = self.engine.look(self.fen, move)
        return check and not replies

    def push(self, move):
        mover = self.mover
        self.moves.append(move)
        self.update(self.fen, move)
        self.checks[mover] = self.checks[mover] + 1 if self.check else 0

    def ending(self):
        """How the game has ended, and the first player's result; None while it goes on."""
        mover_wins = 1 if self.mover == 0 else -1
        if self.variant == "gardner":
            if not self.legal:
                return ("checkmate", -mover_wins) if self.check else ("stalemate", 0)
            if is_dead(self.fen):
                return "insufficientMaterial", 0
            if len(self.occurrences) >= 3:
                return "threefoldRepetition", 0
            if int(self.text.split()[4]) >= 100:
                return "fiftyMoves", 0
            return None
        if len(self.occurrences) >= 4:
            span = (len(self.moves) - self.occurrences[0]) // 2
            by = [checks >= span for checks in self.checks]
            if by[0] == by[1]:
                return "repetition", -1
            if by[self.mover]:
                return "perpetualCheckByMover", -mover_wins
            return "perpetualCheckByOpponent", mover_wins
        return None if self.legal else ("mate", -mover_wins)


def choose(rng, kind, play):
    if kind == 1 and len(play.moves) > 1 and rng.random() < 0.8:
        last = play.moves[-2]
        if last[2:4] + last[:2] in play.legal:
            return last[2:4] + last[:2]
    if kind == 2:
        if play.mover == 0:
            checking = [
                m for m in play.legal
                if play.engine.look(play.fen, m)[1]
            ]
            keep = [m for m in checking if len(play.moves) > 3 and m == play.moves[-4]]
            if checking:
                return keep[0] if keep else rng.choice(checking)
        elif len(play.moves) > 1:
            last = play.moves[-2]
            if last[2:4] + last[:2] in play.legal:
                return last[2:4] + last[:2]
    return rng.choice(play.legal)


def game(engine, variant, rng, number):
    kind = [0, 0, 0, 0, 0, 0, 0, 1, 1, 2][number % 10]
    start = START[variant] if kind == 0 else rng.choice(SPARSE[variant] + [START[variant]])
    play = Play(engine, variant, start)
    digest, moves = 0xCBF29CE484222325, []
    while True:
        end = play.ending()
        legal = [] if end else sorted(play.texts.values())
        for byte in (" ".join([play.text] + legal) + "\n").encode():
            digest = ((digest ^ byte) * PRIME) & MASK
        if end:
            return f"{start};{' '.join(moves)};{digest:016x};{end[0]};{end[1]}"
        if len(moves) >= 400:
            return f"{start};{' '.join(moves)};{digest:016x};none;0"
        move = choose(rng, kind, play)
        moves.append(play.texts[move])
        play.push(move)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--games", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    for variant in START:
        engine = Engine(variant)
        rng = random.Random(f"{options.seed} {variant}")
        with open(os.path.join(options.out, variant + ".txt"), "w", encoding="utf-8") as output:
            output.write(f"# {engine.name}, {variant}, seed {options.seed}\n")
            for number in range(options.games):
                output.write(game(engine, variant, rng, number) + "\n")
        print(f"{variant}: {options.games} games", flush=True)


main()
