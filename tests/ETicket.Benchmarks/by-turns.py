#!/usr/bin/env python3
"""Settling by two builds of the product in one run, by turns.

usage: by-turns.py ONE.dll OTHER.dll [rounds]     both are ETicket.Benchmarks.dll of their build

Prints each round, then the medians, the ratio ONE / OTHER, and the median of the ratios of rounds run one right after the other (the machine's speed drifts), for one
commune and for a hundred. The first round of each warms up and is left out. An older build that does not know
`--turns` takes `TopUpCase.cs` and `Options.cs` of this one.
"""
import statistics
import subprocess
import sys

builds, rounds = sys.argv[1:3], int(sys.argv[3]) if len(sys.argv) > 3 else 6


def said(process, of=None):
    while line := process.stdout.readline().strip():
        if of is None or line == of:
            return line
    raise SystemExit("a build stopped")


running = [subprocess.Popen(["dotnet", build, "--only", "topup", "--turns"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for build in builds]
for process in running:
    said(process, "ready")
for word in ("one", "many"):
    figures = [[], []]
    for turn in range(rounds + 1):
        for which in (0, 1) if turn % 2 == 0 else (1, 0):
            print(word, file=running[which].stdin, flush=True)
            figures[which].append(float(said(running[which])))
        print(word, turn, *(f"{mine[-1]:.0f}" for mine in figures), flush=True)
    one, other = (statistics.median(mine[1:]) for mine in figures)
    pairs = statistics.median(mine / his for mine, his in zip(*(mine[1:] for mine in figures)))
    print(f"{word}: {one:.0f} / {other:.0f} = {one / other:.3f}; round by round {pairs:.3f}", flush=True)
for process in running:
    process.stdin.close()
    process.wait()
