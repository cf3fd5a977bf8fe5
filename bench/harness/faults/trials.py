"""Trials: a road with one fault, then the same road without, and what does not hold."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from alerts.outbox import LEASE
from bench.harness.faults.library import Call
from bench.harness.faults.roads import Homes, RecordedHome, TrialEnd, command, fix_clock, recorded, track, track_ahead

LATER = 2 * LEASE
"""The time after which the next run comes."""
ROADS = ("track", "backup", "restore", "fix-clock")


class Trials:
    """The roads, each from its own home."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.homes = Homes(folder, stack)
        self.homes.renew()
        self.before = recorded(self.homes)
        self.place = self.homes.home / "backups"
        self.works: dict[str, Callable[[Homes], str]] = {
            "track": track,
            "backup": command("backup", str(self.place)),
            "restore": command("restore", str(self.place), "--replace"),
            "fix-clock": fix_clock,
        }
        self.undisturbed: dict[str, RecordedHome] = {}

    def begin(self, road: str) -> tuple[TrialEnd, Sequence[Call]]:
        """Run a road without a fault; return how it ended, and its calls."""
        self._prepare(road)
        ended, calls = self.homes.calls(self.works[road])
        self.undisturbed[road] = recorded(self.homes)
        return ended, calls

    def _prepare(self, road: str) -> None:
        if road == "restore":
            self.homes.renew()
            self.homes.run(command("backup", str(self.place)))
            self.homes.keep()
        if road == "fix-clock":
            self.homes.renew()
            self.homes.run(track_ahead)
            self.homes.keep()
            self.before = recorded(self.homes)

    def problems(self, road: str, number: int, error: int, lasts: int) -> Iterator[str]:
        """Run a road with a fault, and then without; yield what does not hold."""
        self.homes.renew()
        ended = self.homes.run(self.works[road], number, error, lasts)
        if ended.traceback:
            yield f"ended with {ended.said}: {ended.traceback.strip().splitlines()[-1]}"
        after = recorded(self.homes)
        yield from (
            f"after {ended.said!r}: {problem}" for problem in after.problems if not problem.startswith("unread")
        )
        yield from self._lost(self.before, after)
        world, at = self.homes.made.world, self.homes.made.world.now
        world.now += LATER
        again = self.homes.run(self.works[road])
        world.now = at
        if again.traceback or again.code:
            yield f"after {ended.said!r} the next run: {again.said}"
        last, expected = recorded(self.homes), self.undisturbed[road]
        yield from (f"at the end: {problem}" for problem in last.problems)
        if (last.lines, last.changes, last.alerts) != (expected.lines, expected.changes, expected.alerts):
            yield f"after {ended.said!r} and {again.said!r} it has other values: {_difference(expected, last)}"
        if last.waiting:
            yield f"{last.waiting} deliveries wait"
        if road == "track":
            yield from self._told(ended, again, last)

    @staticmethod
    def _lost(before: RecordedHome, after: RecordedHome) -> Iterator[str]:
        if lost := (before.changes - after.changes) + (before.alerts - after.alerts):
            yield f"lost: {lost}"
        if after.snapshots < before.snapshots:
            yield f"{before.snapshots - after.snapshots} snapshots are lost"

    def _told(self, ended: TrialEnd, again: TrialEnd, last: RecordedHome) -> Iterator[str]:
        """Each alert reached its targets: once, or twice where the fault came between sending and noting."""
        taken = Counter(ended.taken) + Counter(again.taken)
        new = sum((last.alerts - self.before.alerts).values())
        if len(taken) != new:
            yield f"{len(taken)} of {new} alerts were told: {sorted(taken)}"
        if twice := [key for key, number in taken.items() if number > 2 * len(self.homes.made.inboxes)]:
            yield f"told too often: {twice}"


def _difference(expected: RecordedHome, found: RecordedHome) -> str:
    parts = [f"{found.lines} and not {expected.lines}"] if found.lines != expected.lines else []
    parts += [f"changes {found.changes - expected.changes} too many, {expected.changes - found.changes} missing"]
    parts += [f"alerts {found.alerts - expected.alerts} too many, {expected.alerts - found.alerts} missing"]
    return "; ".join(parts)
