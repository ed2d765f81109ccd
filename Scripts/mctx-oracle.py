#!/usr/bin/env python3
"""Searches a small made-up tree with mctx and prints what GumbelTests.swift expects of Sente.

usage: Scripts/mctx-oracle.py      (Python with jax and mctx)

The tree has three actions and depth five; positions are numbered, child a of n being 3n + a + 1, and all
numbers follow from them, so that the test can make the same tree.
"""

import jax
import jax.numpy as jnp
import mctx

LAST = 121  # the first position of depth five


def logits(n):
    return ((n[:, None] * 7 + jnp.arange(3)[None] * 5) % 11) / 5.0


def value(n):
    return ((n * 13) % 21 - 10) / 10.0


def recurrent(params, key, action, n):
    n = n * 3 + action + 1
    over = n >= LAST
    return (
        mctx.RecurrentFnOutput(
            reward=jnp.where(over, ((n * 17) % 3 - 1.0), 0.0),
            discount=jnp.where(over, 0.0, -1.0),
            prior_logits=logits(n),
            value=jnp.where(over, 0.0, value(n))),
        n,
    )


def main():
    start = jnp.zeros(1, jnp.int32)
    root = mctx.RootFnOutput(prior_logits=logits(start), value=value(start), embedding=start)
    for simulations in (8, 16, 50, 200):
        output = mctx.gumbel_muzero_policy(
            (), jax.random.PRNGKey(0), root, recurrent, num_simulations=simulations,
            max_num_considered_actions=3, gumbel_scale=0.0)
        visits = output.search_tree.children_visits[0, 0].tolist()
        weights = [round(x, 5) for x in output.action_weights[0].tolist()]
        mean = round(float(output.search_tree.node_values[0, 0]), 5)
        print(f"({simulations}, {visits}, {weights}, {mean}, {int(output.action[0])}),")


main()
