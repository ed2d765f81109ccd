#!/usr/bin/env python3
"""mctx's search alone: one core, a model that costs nothing (values 0, equal priors, no rules).

usage: Benchmarks/search-alone.py      (Python with jax and mctx)

The counterpart of `sente bench search-go-9x9` and the like, except that Sente plays by the rules of the
game and mctx does not. Trees of 800 simulations; of several batch sizes the best counts.
"""

import os
import time

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import jax
import jax.numpy as jnp
import mctx

SIMULATIONS = 800


def model(actions):
    def recurrent(params, key, action, state):
        batch = action.shape[0]
        return (
            mctx.RecurrentFnOutput(
                reward=jnp.zeros(batch), discount=-jnp.ones(batch),
                prior_logits=jnp.zeros((batch, actions)), value=jnp.zeros(batch)),
            state,
        )

    return recurrent


def measure(name, policy, actions, batch):
    recurrent = model(actions)

    @jax.jit
    def search(key):
        root = mctx.RootFnOutput(
            prior_logits=jnp.zeros((batch, actions)), value=jnp.zeros(batch), embedding=jnp.zeros(batch))
        return policy((), key, root, recurrent, num_simulations=SIMULATIONS).action

    key = jax.random.PRNGKey(0)
    search(key).block_until_ready()
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        search(key).block_until_ready()
        best = min(best, time.process_time() - start)
    return batch * SIMULATIONS / best


def main():
    policies = {
        "muzero (PUCT)": mctx.muzero_policy,
        "gumbel": mctx.gumbel_muzero_policy,
    }
    for game, actions in [("go-9x9", 82), ("go-19x19", 362), ("chess", 4672), ("shogi", 2187)]:
        for name, policy in policies.items():
            rates = {}
            for batch in (1, 8, 64):
                if batch * actions * SIMULATIONS > 120_000_000:
                    continue
                rates[batch] = measure(name, policy, actions, batch)
            rows = ", ".join(f"batch {batch}: {rate:,.0f}" for batch, rate in rates.items())
            print(f"{game:9} {name:14} {max(rates.values()):10,.0f} simulations/s  ({rows})", flush=True)


main()
