#!/usr/bin/env python3
"""Plays MinAtar's package and records it as JSON lines, for the tests that play the same games with Sente.

Needs minatar==1.0.15. The first line says which command made the file. The package draws from Sente's own
generator, so that both see the same random numbers; each game is played by random actions, and by actions that
mean well and so come further. A line with an "id" begins a game, with the key of its random stream. Every other
line is an episode:

    {"actions": "0312...", "rewards": {"7": 1, ...}, "states": "9c3e41d0...", "terminated": true}

a digit an action of all six, the steps that paid, and after each step four hexadecimal digits: the lower 16 bits
of the FNV-1a digest of all states of the episode so far, a state being the two bytes, low one first, of the
position of each lit cell in [row, column, plane], in order.

    Scripts/minatar-transitions.py --steps 10000 > transitions.jsonl
"""

import argparse
import importlib.metadata
import json
import logging
import sys

import numpy as np

logging.disable(logging.WARNING)  # it draws nothing, so it needs no matplotlib
from minatar import Environment  # noqa: E402

GAMES = {
    "asterix": "Asterix",
    "breakout": "Breakout",
    "freeway": "Freeway",
    "seaquest": "Seaquest",
    "space_invaders": "SpaceInvaders",
}
NONE, LEFT, UP, RIGHT, DOWN, FIRE = range(6)


class RandomStream:
    """Sente's generator, Philox4x32-10, with the methods that the package calls."""

    def __init__(self, key):
        self.key = key
        self.position = 0

    def word(self):
        counter = self.position >> 1
        c = [counter & 0xFFFFFFFF, counter >> 32, 0, 0]
        k = [self.key & 0xFFFFFFFF, self.key >> 32]
        for _ in range(10):
            p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
            c = [
                (p1 >> 32) ^ c[1] ^ k[0],
                p1 & 0xFFFFFFFF,
                (p0 >> 32) ^ c[3] ^ k[1],
                p0 & 0xFFFFFFFF,
            ]
            k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
        half = 2 * (self.position & 1)
        self.position += 1
        return c[half + 1] << 32 | c[half]

    def rand(self, count=None):
        if count is not None:
            return np.array([self.rand() for _ in range(count)])
        return (self.word() >> 11) * 2.0**-53

    def randint(self, low, high=None, size=None):
        if size is not None:
            return np.array([self.randint(low, high) for _ in range(size)])
        if high is None:
            low, high = 0, low
        return low + (self.word() * (high - low) >> 64)


# MARK: Players that come further than random ones


def toward(target, here, less, more):
    return less if target < here else more if target > here else NONE


def asterix(env, random):
    near = {(e[0], i + 1) for i, e in enumerate(env.entities) if e is not None and not e[3]}

    def is_safe(action):
        x = env.player_x + (action == RIGHT) - (action == LEFT)
        y = min(8, max(1, env.player_y + (action == DOWN) - (action == UP)))
        return not {(x - 1, y), (x, y), (x + 1, y)} & near

    gold = [(abs(i + 1 - env.player_y), i + 1, e[0]) for i, e in enumerate(env.entities) if e is not None and e[3]]
    wish = NONE
    if gold:
        _, y, x = min(gold)
        wish = toward(y, env.player_y, UP, DOWN) or toward(x, env.player_x, LEFT, RIGHT)
    safe = [a for a in range(5) if is_safe(a)]
    return wish if wish in safe or not safe else safe[random.integers(len(safe))]


def breakout(env, random):
    ahead = env.ball_x + (1 if env.ball_dir in (1, 2) else -1)
    if random.random() < 0.3:
        ahead = env.ball_x
    return toward(min(9, max(0, ahead)), env.pos, LEFT, RIGHT)


def freeway(env, random):
    return UP if random.random() < 0.9 else int(random.integers(6))


def seaquest(env, random):
    if random.random() < 0.3:
        return FIRE
    if env.diver_count > 0 and (env.oxygen < 30 or env.diver_count == 6):
        return UP
    if env.sub_y == 0:
        return DOWN
    if not env.divers:
        return int(random.choice([LEFT, RIGHT]))
    x, y = min((abs(d[0] - env.sub_x), d[0], d[1]) for d in env.divers)[1:]
    move = toward(y, env.sub_y, UP, DOWN)
    return toward(x, env.sub_x, LEFT, RIGHT) if move == NONE or (move == UP and env.sub_y == 1) else move


def space_invaders(env, random):
    if env.e_bullet_map[5:9, env.pos].any():
        return int(random.choice([LEFT, RIGHT]))
    if env.shot_timer == 0 and env.alien_map[:, env.pos].any():
        return FIRE
    columns = np.flatnonzero(env.alien_map.any(axis=0))
    return toward(columns[np.argmin(abs(columns - env.pos))], env.pos, LEFT, RIGHT)


# MARK: Episodes


def combine(digest, cells):
    for cell in cells:
        for byte in (cell & 0xFF, cell >> 8):
            digest = ((digest ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return digest


def episodes(name, choose, key, steps):
    """Yields episodes of one game with `steps` steps altogether."""
    game = Environment(name)
    game.random = game.env.random = RandomStream(key)
    while steps > 0:
        game.reset()
        game.last_action = NONE  # episodes are independent of each other
        digest = combine(0xCBF29CE484222325, np.flatnonzero(game.state()).tolist())
        actions, states, rewards, terminated = [], [], {}, False
        while steps > 0 and not terminated:
            action = choose(game.env)
            reward, terminated = game.act(action)
            digest = combine(digest, np.flatnonzero(game.state()).tolist())
            actions.append(str(action))
            states.append(f"{digest & 0xFFFF:04x}")
            if reward:
                rewards[str(len(actions) - 1)] = int(reward)
            steps -= 1
        yield {
            "actions": "".join(actions),
            "rewards": rewards,
            "states": "".join(states),
            "terminated": bool(terminated),
        }


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--steps", type=int, default=10000, help="steps a game and player")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    command = "Scripts/minatar-transitions.py " + " ".join(sys.argv[1:])
    print(json.dumps({"command": command, "minatar": importlib.metadata.version("minatar")}))
    for number, (name, title) in enumerate(GAMES.items()):
        for player in ("random", "able"):
            random = np.random.default_rng([options.seed, number])
            able = globals()[name]

            def choose(env):
                return int(random.integers(6)) if player == "random" else int(able(env, random))

            key = int(random.integers(1 << 63))
            print(json.dumps({"id": f"MinAtar/{title}-v0", "player": player, "key": key}))
            for episode in episodes(name, choose, key, options.steps):
                print(json.dumps(episode, separators=(",", ":")))


if __name__ == "__main__":
    main()
