"""Many simulations: in several processes, with what was found kept in a file, so that they may go on another day."""

import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

from bench.harness.databases import EMPTY, Databases, Files
from bench.simulation.simulation import Simulated, simulate

ROOT = Path(__file__).parents[2]
PROGRAM = ("models", "scrapers", "alerts", "flows", "samples", "migrations", "bench")
"""The folders on which the course of a simulation depends."""


def code() -> str:
    """Return a hash of the program: what was found with another one does not count."""
    made = sha256()
    for folder in PROGRAM:
        for file in sorted((ROOT / folder).rglob("*.py")):
            made.update(file.read_bytes())
    return made.hexdigest()[:16]


class Kept:
    """The file of what was found: a line of JSON for each simulation, with its days and the hash of the program."""

    def __init__(self, file: Path | None, days: float, broken: str | None = None) -> None:
        self._file, self._key = file, {"code": code() if file else "", "days": days, "broken": broken}
        self.outcomes = {found.seed: found for found in self._read()}

    def _read(self) -> Iterator[Simulated]:
        lines = self._file.read_text(encoding="utf-8").splitlines() if self._file and self._file.exists() else []
        for line in lines:
            with suppress(ValueError):  # a line that a dying process did not finish
                row = json.loads(line)
                if row["key"] == self._key:
                    found = row["found"]
                    yield Simulated(**found | {"faults": Counter(found["faults"]), "lines": tuple(found["lines"])})

    def add(self, outcome: Simulated) -> None:
        """Keep what was found."""
        self.outcomes[outcome.seed] = outcome
        if self._file is not None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            found = vars(outcome) | ({} if outcome.problem else {"lines": ()})
            with self._file.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"key": self._key, "found": found}) + "\n")


@dataclass(frozen=True)
class SimulationPlace:
    """The folder and the database of the simulations of one process."""

    folder: Path
    databases: Databases

    def run(self, seed: int, days: float) -> Simulated:
        """Run a simulation on an empty database."""
        self.databases.copy(EMPTY)
        return simulate(seed, days, self.folder, self.databases.url)


PLACES: dict[int, SimulationPlace] = {}
"""By process."""


def _run(given: tuple[Path, int, float]) -> Simulated:
    """Run a simulation on SQLite in a folder of this process's own."""
    parent, seed, days = given
    number = os.getpid()
    if number not in PLACES:
        folder = Path(tempfile.mkdtemp(dir=parent))
        PLACES[number] = SimulationPlace(folder, Files(folder))
    return PLACES[number].run(seed, days)


def side_by_side(seeds: Iterable[int], days: float, processes: int, parent: Path) -> Iterator[Simulated]:
    """Run simulations on SQLite in several processes; yield each that ends. Those after the last one asked are lost."""
    with get_context("fork").Pool(processes) as pool:
        yield from pool.imap_unordered(_run, ((parent, seed, days) for seed in seeds))
