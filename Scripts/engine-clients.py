#!/usr/bin/env python3
"""Whole sessions with engines of Sente, led by the programs that people's boards are made of.

usage: Scripts/engine-clients.py uci|usi|gtp SENTE

uci: python-chess plays a game, analyses, ponders and stops. usi: cshogi plays a game and stops.
gtp: a controller written here plays Go with itself, undoes, scores and analyses. Needs the packages
of Scripts/requirements.txt. Exit status 1 and one line when something is wrong.
"""

import os
import subprocess
import sys
import tempfile
import time


def uci(sente):
    import chess
    import chess.engine

    command = [sente, "engine", "chess", "--protocol", "uci", "--player", "alphabeta"]
    with chess.engine.SimpleEngine.popen_uci(command, timeout=30) as engine:
        assert engine.id["name"].startswith("Sente"), engine.id
        engine.configure({"Hash": 16})
        engine.ping()
        board = chess.Board()
        clock = chess.engine.Limit(white_clock=4, black_clock=4, white_inc=0.02, black_inc=0.02)
        while not board.is_game_over(claim_draw=True) and board.ply() < 60:
            result = engine.play(board, clock if board.ply() % 2 else chess.engine.Limit(depth=4))
            board.push(result.move)
        lines = engine.analyse(chess.Board(), chess.engine.Limit(depth=5), multipv=3)
        assert len(lines) == 3 and all(line["pv"] for line in lines), lines
        assert lines[0]["score"].relative.score() >= lines[1]["score"].relative.score(), lines
        with engine.analysis(chess.Board()) as analysis:
            for info in analysis:
                if info.get("depth", 0) >= 4:
                    break
            started = time.monotonic()
        assert time.monotonic() - started < 1
        only = engine.play(chess.Board(), chess.engine.Limit(time=0.1),
                           root_moves=[chess.Move.from_uci("a2a3")])
        assert only.move.uci() == "a2a3", only
        mate = chess.Board("6k1/5ppp/8/8/8/8/8/R6K w - - 0 1")
        assert engine.play(mate, chess.engine.Limit(mate=2)).move.uci() == "a1a8"
        pondering = engine.play(chess.Board(), chess.engine.Limit(white_clock=2, black_clock=2),
                                ponder=True)
        after = chess.Board()
        after.push(pondering.move)
        after.push(pondering.ponder or next(iter(after.legal_moves)))
        assert engine.play(after, chess.engine.Limit(white_clock=2, black_clock=2)).move
    command = [sente, "engine", "chess960", "--player", "alphabeta:4"]
    with chess.engine.SimpleEngine.popen_uci(command, timeout=30) as engine:
        board = chess.Board.from_chess960_pos(17)
        while not board.is_game_over(claim_draw=True) and board.ply() < 40:
            board.push(engine.play(board, chess.engine.Limit(depth=2)).move)


def usi(sente):
    import cshogi
    import cshogi.usi

    # cshogi starts a program without arguments.
    with tempfile.NamedTemporaryFile("w", suffix=".sh", delete=False) as script:
        script.write(f"#!/bin/sh\nexec {sente} engine shogi --player alphabeta:3\n")
    os.chmod(script.name, 0o755)
    engine = cshogi.usi.Engine(script.name)
    try:
        assert engine.name.startswith("Sente"), engine.name
        engine.setoption("USI_Hash", 16)
        engine.isready()
        engine.usinewgame()
        board, moves = cshogi.Board(), []
        while not board.is_game_over() and len(moves) < 80:
            engine.position(moves)
            best, _ = engine.go(byoyomi=50)
            if best in ("resign", "win"):
                break
            assert board.push_usi(best), f"illegal move {best} in {board.sfen()}"
            moves.append(best)
        assert len(moves) > 20, moves
        engine.position(sfen="sfen 4k4/9/4P4/9/9/9/9/9/4K4 b G2r2b3g4s4n4l17p 1")
        best, _ = engine.go(byoyomi=100)
        assert best == "G*5b", best
    finally:
        engine.quit()
        os.unlink(script.name)


class GTP:
    """A controller of the Go Text Protocol."""

    def __init__(self, *command):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self.number = 0

    def send(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def answer(self):
        lines = []
        for line in self.process.stdout:
            line = line.rstrip("\n")
            if not line:
                if lines:
                    return "\n".join(lines)
                continue
            lines.append(line)
        raise AssertionError("the engine has gone")

    def __call__(self, command, fails=False):
        self.number += 1
        self.send(f"{self.number} {command}")
        answer = self.answer()
        mark = f"{'?' if fails else '='}{self.number}"
        assert answer.startswith(mark), f"{command}: {answer}"
        return answer[len(mark):].strip()


def gtp(sente):
    engine = GTP(sente, "engine", "go", "--protocol", "gtp", "--player", "uct:200")
    assert engine("protocol_version") == "2"
    known = engine("list_commands").split()
    assert all(engine(f"known_command {name}") == "true" for name in known)
    engine("boardsize 9")
    engine("komi 6.5")
    engine("time_settings 0 1 1")
    passes = moves = 0
    while passes < 2 and moves < 40:
        move = engine(f"genmove {'bw'[moves % 2]}")
        passes = passes + 1 if move == "PASS" or move == "pass" else 0
        moves += 1
    assert engine("final_score")[0] in "BW0"
    board = engine("showboard")
    engine("undo")
    assert engine("showboard") != board or passes
    engine("nonsense", fails=True)
    engine("play b Z99", fails=True)
    engine.send("kata-analyze 10")
    seen = 0
    for line in engine.process.stdout:
        seen += line.startswith("info move ") and " pv " in line
        if seen == 3:
            engine.send("")
        if line == "\n":
            break
    assert seen >= 3
    assert engine("name").startswith("Sente")
    with tempfile.NamedTemporaryFile("w", suffix=".sgf") as record:
        record.write("(;GM[1]SZ[13]KM[0.5];B[cc];W[dd];B[ee])")
        record.flush()
        engine(f"loadsgf {record.name} 3")
        assert engine("final_score").startswith("W+")
    engine("quit")
    assert engine.process.wait(5) == 0
    # At the end of input an engine leaves by itself, while it thinks too.
    engine = GTP(sente, "engine", "go-9", "--player", "uct:200")
    engine.send("lz-analyze 10")
    time.sleep(0.2)
    engine.process.stdin.close()
    assert engine.process.wait(5) == 0


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("uci", "usi", "gtp"):
        sys.exit(__doc__)
    try:
        {"uci": uci, "usi": usi, "gtp": gtp}[sys.argv[1]](os.path.abspath(sys.argv[2]))
    except AssertionError as error:
        sys.exit(f"{sys.argv[1]}: {error or 'an assertion failed'} (line {error.__traceback__.tb_lineno})")
