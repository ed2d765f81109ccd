#!/usr/bin/env python3
"""Plays random games of shogi with cshogi, an independent implementation, and writes them as text.

One line a game:

    RULE PLIES DIGEST START<TAB>MOVE MOVE ...

DIGEST is the CRC-32 (hexadecimal) of the whole game, chained over its positions; each position adds the
line "SFEN<space>sorted legal moves in USI, separated by spaces<newline>". RULE says how the game ended:
mate, repetition, mover-perpetual, opponent-perpetual, declaration or limit, judged here from cshogi's
legal moves, its check and declaration tests, and a table of the positions that occurred.

Three kinds of play alternate: uniform; to and fro (takes the last move back when possible, which repeats
positions); and black checking whenever it can from sparse positions (which ends in perpetual checks).

    pip install cshogi numpy
    Scripts/shogi-oracle.py --games 40 --limit 300 --swift > Tests/SenteGamesTests/ShogiOracleGames.swift
    Scripts/shogi-oracle.py --games 10000 --seed 1 > games.txt
    SENTE_SHOGI_ORACLE=games.txt swift test -c release -Xswiftc -enable-testing --filter ShogiOracle
"""
import argparse
import random
import sys
import textwrap
import zlib

import cshogi

SPARSE = [
    "4k4/9/9/9/9/9/9/9/4K4 b R2b 1",
    "4k4/9/4P4/9/9/9/9/9/4K4 b RB2G4p 1",
    "ln1gk2nl/1r1s5/p1pppppp1/9/9/9/P1PPPPPP1/1B5R1/LNSGKGSNL b BG2Ps2p 1",
    "1K7/PPPPPP3/GGSS5/9/9/9/9/4k4/9 b RBr 1",
]


def play(generator, kind, start, limit):
    board = cshogi.Board(start)
    digest, moves, seen, checks = 0, [], {}, [0, 0]
    rule = None
    while True:
        text = board.sfen()
        key = text.rsplit(" ", 1)[0]
        seen.setdefault(key, []).append(len(moves))
        legal = sorted(cshogi.move_to_usi(m) for m in board.legal_moves)
        mover = board.turn
        if len(seen[key]) == 4:
            span = (len(moves) - seen[key][0]) // 2
            by = [checks[0] >= span, checks[1] >= span]
            if by[0] == by[1]:
                rule = "repetition"
            else:
                rule = "mover-perpetual" if by[mover] else "opponent-perpetual"
        elif board.is_nyugyoku():
            rule = "declaration"
        elif not legal:
            rule = "mate"
        elif len(moves) >= limit:
            rule = "limit"
        if rule:
            legal = []
        digest = zlib.crc32((text + " " + " ".join(legal) + "\n").encode(), digest)
        if rule:
            return rule, digest, moves
        move = choose(generator, kind, board, legal, moves)
        board.push_usi(move)
        checks[mover] = checks[mover] + 1 if board.is_check() else 0
        moves.append(move)


def choose(generator, kind, board, legal, moves):
    if kind == 1 and len(moves) > 1 and generator.random() < 0.8:
        last = moves[-2]
        back = last[2:4] + last[0:2]
        if back in legal:
            return back
    if kind == 2:
        if board.turn == 0:
            checking = []
            for move in legal:
                board.push_usi(move)
                if board.is_check():
                    checking.append(move)
                board.pop()
            keep = [m for m in checking if len(moves) > 3 and m == moves[-4]]
            if keep or checking:
                return keep[0] if keep else generator.choice(checking)
        elif len(moves) > 1:
            last = moves[-2]
            back = last[2:4] + last[0:2]
            if back in legal:
                return back
    return generator.choice(legal)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--games", type=int, default=10000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, default=1000, help="moves after which a game is drawn")
    parser.add_argument("--swift", action="store_true", help="write the games as a Swift source file")
    arguments = parser.parse_args()
    opening = cshogi.Board().sfen()
    if arguments.swift:
        print("/// Random games by Scripts/shogi-oracle.py --swift; its header explains the form.")
        print('let shogiOracleGames = """')
    for number in range(arguments.games):
        generator = random.Random(arguments.seed * 1_000_003 + number)
        kind = [0, 0, 0, 0, 0, 0, 0, 1, 1, 2][number % 10]
        start = opening if kind == 0 else generator.choice(SPARSE + [opening])
        rule, digest, moves = play(generator, kind, start, arguments.limit)
        line = f"{rule} {len(moves)} {digest:08x} {start}\t{' '.join(moves)}"
        if arguments.swift:
            # A backslash at the end of a line joins it to the next in a Swift string.
            line = line.replace("\t", "\\t")
            indent = {"initial_indent": "  ", "subsequent_indent": "  ", "break_long_words": False}
            line = " \\\n".join(textwrap.wrap(line, 96, break_on_hyphens=False, **indent))
        print(line)
    if arguments.swift:
        print('  """')


main()
