#!/usr/bin/env python3
"""Records what Gymnasium's environments do as JSON lines, for the tests that compare Sente with it.

Needs gymnasium==1.4.0. The first line says which command made the file; a line with an "id" begins an
environment, with "options" where they differ from those of its id.

Classic control is driven by random actions from random states: every step of the first half starts from a state drawn afresh over a wide range, the second half is trajectories
of at most 25 steps. A line is one transition:

    {"state": [...], "action": a, "observation": [...], "reward": r, "terminated": b, "next": [...]}

`state` are the simulator's own variables before the step in float64; without it a transition goes on
from the line before. `next` are those after it, given now and then. Single-precision numbers are
written with the fewest digits that name them.

Toy text with a table of transitions gives it, --steps states at most; a line is one state, with the
probability that an episode begins there, and for each action its outcomes [probability, state, reward,
terminated]:

    {"state": s, "start": p, "outcomes": [[[1.0, 4, 0, false]], ...], "mask": [1, ...]}

Blackjack is played by random actions; a line is one hand with the cards as they were drawn, the first
four in the reset:

    {"cards": [...], "actions": [...], "observations": [[...], ...], "rewards": [...]}

    Scripts/gymnasium-transitions.py --steps 1000 > transitions.jsonl
"""

import argparse
import json
import sys

import gymnasium
import numpy as np
from gymnasium.envs.toy_text import blackjack

# For each environment: low and high of the states to start from.
RANGES = {
    "CartPole-v1": ([-2.4, -3.0, -0.21, -3.0], [2.4, 3.0, 0.21, 3.0]),
    "MountainCar-v0": ([-1.2, -0.07], [0.55, 0.07]),
    "MountainCarContinuous-v0": ([-1.2, -0.07], [0.5, 0.07]),
    "Acrobot-v1": ([-np.pi, -np.pi, -4 * np.pi, -9 * np.pi], [np.pi, np.pi, 4 * np.pi, 9 * np.pi]),
    "Pendulum-v1": ([-3 * np.pi, -8.0], [3 * np.pi, 8.0]),
}


def transitions(name, steps, seed):
    """Yields `steps` transitions of one environment as dictionaries."""
    random = np.random.default_rng([seed, list(RANGES).index(name)])
    environment = gymnasium.make(name).unwrapped
    environment.reset(seed=seed)
    environment.action_space.seed(seed)
    low, high = RANGES[name]
    fresh = True
    for step in range(steps):
        if step < steps // 2 or fresh:
            state = np.round(random.uniform(low, high), 4)
            if step % 10 == 9:  # on the left wall, where the mountain car stops
                state[0] = low[0]
            environment.state = state.copy()
            if hasattr(environment, "steps_beyond_terminated"):
                environment.steps_beyond_terminated = None
            start = [float(x) for x in state]
        else:
            start = None
        action = environment.action_space.sample()
        observation, reward, terminated, _, _ = environment.step(action)
        fresh = terminated or step % 25 == 24
        transition = {
            "state": start,
            "action": shortest(action),
            "observation": shortest(observation),
            "reward": float(reward),
            "terminated": bool(terminated),
            "next": [float(x) for x in environment.state] if step % 10 == 0 else None,
        }
        yield {key: value for key, value in transition.items() if value is not None}


# Toy text with a table: an id and options that differ from its own.
TABLES = [
    ("FrozenLake-v1", {}),
    ("FrozenLake-v1", {"is_slippery": False}),
    ("FrozenLake-v1", {"success_rate": 0.75, "reward_schedule": [10, -5, -1]}),
    ("FrozenLake8x8-v1", {}),
    ("CliffWalking-v1", {}),
    ("CliffWalkingSlippery-v1", {}),
    ("Taxi-v4", {}),
    ("Taxi-v4", {"is_rainy": True}),
]

BLACKJACK = [{}, {"sab": False, "natural": True}, {"sab": False, "natural": False}]


def table(name, options, count, seed):
    """Yields the outcomes of all actions in `count` states of one environment, or in all of them."""
    environment = gymnasium.make(name, **options).unwrapped
    total = environment.observation_space.n
    random = np.random.default_rng(seed)
    for state in sorted(random.choice(total, min(count, total), replace=False).tolist()):
        line = {
            "state": state,
            "start": float(environment.initial_state_distrib[state]),
            "outcomes": [
                [[float(p), int(s), float(r), bool(t)] for p, s, r, t in environment.P[state][action]]
                for action in range(environment.action_space.n)
            ],
        }
        if name.startswith("Taxi"):
            line["mask"] = environment.action_mask(state).tolist()
        yield line


def hands(options, count, seed):
    """Yields `count` hands of blackjack."""
    cards = []

    def draw(random):
        cards.append(int(random.choice(blackjack.deck)))
        return cards[-1]

    blackjack.draw_card = draw
    environment = gymnasium.make("Blackjack-v1", **options).unwrapped
    environment.action_space.seed(seed)
    environment.reset(seed=seed)
    for _ in range(count):
        cards.clear()
        observations = [list(environment.reset()[0])]
        actions, rewards = [], []
        terminated = False
        while not terminated:
            actions.append(int(environment.action_space.sample()))
            observation, reward, terminated, _, _ = environment.step(actions[-1])
            observations.append(list(observation))
            rewards.append(float(reward))
        yield {
            "cards": list(cards),
            "actions": actions,
            "observations": observations,
            "rewards": rewards,
        }


def shortest(value):
    """An action or observation with the shortest decimal form of each single-precision number."""
    value = np.asarray(value)
    if value.dtype == np.float32:
        return [float(str(x)) for x in value]
    return value.tolist()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--steps", type=int, default=1000, help="transitions per environment")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    command = "Scripts/gymnasium-transitions.py " + " ".join(sys.argv[1:])
    print(json.dumps({"command": command, "gymnasium": gymnasium.__version__}))
    for name in RANGES:
        show({"id": name}, transitions(name, options.steps, options.seed))
    for name, arguments in TABLES:
        show(
            {"id": name, "options": arguments},
            table(name, arguments, options.steps, options.seed),
        )
    for arguments in BLACKJACK:
        show(
            {"id": "Blackjack-v1", "options": arguments},
            hands(arguments, options.steps, options.seed),
        )


def show(header, lines):
    """Prints what belongs to one environment."""
    print(json.dumps(header))
    for line in lines:
        print(json.dumps(line, separators=(",", ":")))


if __name__ == "__main__":
    main()
