#!/usr/bin/env python3
"""Time and memory of one run against its size: docs/pictures/growth.svg and the table beside it.

The scenarios with a size are run from an eighth of it to the whole, --rounds times in turn; the median of
the processor time and the largest resident memory are printed. With --picture FILE they are drawn as well, which needs
matplotlib (apt-get install python3-matplotlib).
"""

import argparse
import os
import statistics
import sys
from pathlib import Path
from typing import NamedTuple


class Work(NamedTuple):
    scenario: str
    title: str
    unit: str
    whole: int

    def arguments(self, size):
        """The parameters of a run of this size. Rooms of a chat stay as large as they are; there are more of them."""
        settings = {"pipeline": [f"items={size}"],
                    "chat-load": [f"users={size}", f"rooms={size // 100}"],
                    "crawl": [f"pages={size}"]}[self.scenario]
        return [word for setting in settings for word in ("--set", setting)]


WORKS = [Work("pipeline", "a task for each item of a bounded pipeline", "items", 1_000_000),
         Work("chat-load", "a chat in rooms of 100 people", "users", 10_000),
         Work("crawl", "a crawl, 10 requests at once", "pages", 100_000)]


def measure(command):
    """Seconds of processor time and megabytes resident at most, of one process."""
    silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    process = os.posix_spawn(command[0], command, os.environ, file_actions=silent)
    _, status, usage = os.wait4(process, 0)
    if status != 0:
        sys.exit(f"growth: '{' '.join(command)}' ended with status {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


def curve(orrery, work, eighths, rounds):
    """(size, seconds, megabytes) for each size; the rounds take turns, so that a disturbance meets all sizes."""
    runs = {work.whole * n // 8 // 100 * 100: [] for n in range(1, eighths + 1)}
    for _ in range(rounds):
        for size, measured in runs.items():
            measured.append(measure([orrery, "run", work.scenario, *work.arguments(size)]))
    return [(size, statistics.median(s for s, _ in each), max(m for _, m in each)) for size, each in runs.items()]


def draw(curves, path):
    import matplotlib
    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "growth", "font.size": 9, "axes.spines.top": False,
                                "axes.spines.right": False})
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(2, len(curves), figsize=(10, 5), sharex="col", layout="constrained")
    for (work, points), (above, below) in zip(curves, axes.T):
        at, seconds, megabytes = zip(*points)
        above.plot(at, seconds, "o-", color="#2f6fb0")
        below.plot(at, megabytes, "o-", color="#b06a2f")
        above.set_title(work.title, fontsize=9)
        above.set_ylim(bottom=0)
        below.set_ylim(0, 1.2 * max(megabytes))
        below.set_xlim(left=0)
        below.set_xlabel(f"thousand {work.unit}")
        below.xaxis.set_major_formatter(lambda value, _: f"{value / 1000:,.0f}")
    axes[0][0].set_ylabel("processor time, s")
    axes[1][0].set_ylabel("resident at most, MB")
    figure.savefig(path, metadata={"Date": None, "Creator": None})


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--build", type=Path, default=Path("build/release"), help="the build folder (build/release)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each size (3)")
    parser.add_argument("--eighths", type=int, default=8, choices=range(1, 9), help="stop at so many eighths (8)")
    parser.add_argument("--picture", type=Path, help="write the curves into this SVG file")
    options = parser.parse_args()
    orrery = str(options.build / "bin" / "orrery")
    if not os.access(orrery, os.X_OK):
        sys.exit(f"growth: there is no {orrery}; build it first: ./orrery list")

    curves = []
    for work in WORKS:
        points = curve(orrery, work, options.eighths, max(1, options.rounds))
        curves.append((work, points))
        print(f"{work.scenario}: {work.title}")
        for size, seconds, megabytes in points:
            print(f"  {size:>9,} {work.unit:<6} {seconds:6.3f} s {seconds / size * 1e9:7.0f} ns each {megabytes:6.0f} MB")
    if options.picture:
        try:
            draw(curves, options.picture)
        except ImportError:
            sys.exit("growth: no picture without matplotlib: apt-get install python3-matplotlib")


if __name__ == "__main__":
    main()
