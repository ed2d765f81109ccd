"""Checks of the commands about games: `sente game` and `sente perft`."""

import json

from command_line.harness import check, expect, refused, sente, succeeded


@check
def games_listed(here):
    """game list, game show and game moves, for people and as JSON"""
    listed = [json.loads(line) for line in succeeded(sente("game", "list", "--json")).out.splitlines()]
    names = {entry["name"] for entry in listed}
    expect({"tictactoe", "go", "chess", "chess960", "shogi", "2048", "gardner", "minishogi", "backgammon"} <= names, names)
    plain = succeeded(sente("game", "list")).out
    for entry in listed:
        name = entry["name"]
        moves = json.loads(succeeded(sente("game", "moves", name, "--json")).out)
        expect(moves.keys() == {"game", "position", "turn", "outcome", "moves", "numbers"}, moves)
        expect(len(moves["moves"]) == len(set(moves["numbers"])) > 0, moves)
        shown = succeeded(sente("game", "show", name, "--position", moves["position"])).out
        expect("\x1b" not in shown and shown.rstrip("\n").endswith(moves["position"]), shown)
        expect(name in plain and len(entry["names"]) > 0, plain)
        played = sente("game", "show", name, "--moves", f" {moves['moves'][0]} ")
        expect(succeeded(played).out != shown, played)
    mate = json.loads(sente("game", "moves", "chess", "--json", "--moves", "f2f3 e7e5 g2g4 d8h4").out)
    expect(mate["turn"] == "finished" and mate["outcome"] == [-1, 1] and mate["moves"] == [], mate)


@check
def paths_counted(here):
    """perft counts what is published, in each form of output"""
    for game, depth, nodes in [("chess", 4, 197281), ("shogi", 3, 25470), ("othello", 7, 55092),
                               ("tictactoe", 9, 127872), ("gardner", 4, 4775), ("minishogi", 4, 35401),
                               ("connect-four", 7, 823536), ("go-5", 0, 1)]:
        result = json.loads(succeeded(sente("perft", game, "--depth", depth, "--json")).out)
        expect(result.keys() == {"game", "depth", "nodes", "seconds"}, result)
        expect((result["game"], result["depth"], result["nodes"]) == (game, depth, nodes), result)
    kiwipete = "r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1"
    lines = succeeded(sente("perft", "chess", "--depth", 3, "--position", kiwipete, "--divide",
                            "--json")).out.splitlines()
    *rows, total = map(json.loads, lines)
    expect(len(rows) == 48 and sum(row["nodes"] for row in rows) == total["nodes"] == 97862, total)


@check
def games_misused(here):
    """a position or a move that cannot be read is answered in one line with its place"""
    for command, *words in [
        (["show", "chess", "--position", "8/8/8/8/8/8/8/8 w - - 0 1"], "line 1, column", "king"),
        (["show", "chess", "--position", ""], "--position"),
        (["moves", "chess", "--moves", "e2e4 e2e4"], "--moves", "column 6"),
        (["show", "go-9", "--position", "(;SZ[9]\n;B[zz])"], "line 2", "zz"),
        (["show", "go-9", "--position", "(;SZ[19])"], "go-9"),
        (["show", "go-9", "--position", f"(;SZ[9]RU[{'a' * 9000}\n])"], "line 1"),
        (["show", "shogi", "--position", "9/9/9/9/9/9/9/9/9 b - 1"], "king"),
        (["show", "2048", "--position", "1"], "--position"),
    ]:
        refused(sente("game", *command, cwd=here), *words, status=1)
    for depth in ("-1", "101", "six", ""):
        refused(sente("perft", "chess", "--depth", depth, cwd=here), depth)
    refused(sente("perft", "chess", "--depth", "0", "--divide"), "--divide")
