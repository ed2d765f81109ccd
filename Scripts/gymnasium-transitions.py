#!/usr/bin/env python3
"""Records transitions of Gymnasium's classic control as JSON lines, for GymnasiumTransitionTests.

Needs gymnasium==1.4.0. Each environment is driven by random actions from random states: every step
of the first half starts from a state drawn afresh over a wide range, the second half is trajectories
(with a fresh state after each end). The first line says which command made the file; a line with an
"id" begins an environment; every other line is one transition:

    {"state": [...], "action": a, "observation": [...], "reward": r, "terminated": b, "next": [...]}

`state` are the simulator's own variables before the step in float64; without it a transition goes on
from the line before. `next` are those after it, given now and then. Single-precision numbers are
written with the fewest digits that name them.

    Scripts/gymnasium-transitions.py --steps 1000 > transitions.jsonl
"""

import argparse
import json
import sys

import gymnasium
import numpy as np

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
        fresh = terminated
        transition = {
            "state": start,
            "action": shortest(action),
            "observation": shortest(observation),
            "reward": float(reward),
            "terminated": bool(terminated),
            "next": [float(x) for x in environment.state] if step % 10 == 0 else None,
        }
        yield {key: value for key, value in transition.items() if value is not None}


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
        print(json.dumps({"id": name}))
        for transition in transitions(name, options.steps, options.seed):
            print(json.dumps(transition, separators=(",", ":")))


if __name__ == "__main__":
    main()
