"""The catalogue that the project ships with: `prices.csv`, one line for each tier of an entry.

`python -m scrapers.catalogue FILE > scrapers/catalogue/prices.csv` makes it of a data file of model-prices; where the
file is from and its licences stand in `PROVENANCE.md`.
"""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import groupby

from scrapers.catalogue.entries import Catalogue, CatalogueEntry

ABOUT = ("vendor", "model", "mode", "known", "basis", "since", "source")
METERS = ("input_cache_miss", "input_cache_hit", "input_cache_write_5m", "output")
AS_OF = "as of"
"""The first column of the line that has the date of the catalogue, in the second one."""
SHORT = {"https://github.com/sst/models.dev/commit/": "models.dev@"}
"""Beginnings of addresses, and what they are shortened to."""


def bundled_lines(catalogue: Catalogue) -> str:
    """Return a catalogue as the text of `prices.csv`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((*ABOUT, "above", *METERS))
    writer.writerow((AS_OF, f"{catalogue.as_of:%Y-%m-%dT%H:%M:%SZ}"))
    for entry in catalogue.entries:
        about = entry.vendor, entry.model, entry.mode, entry.known, entry.basis, f"{entry.since:%Y-%m-%dT%H:%M:%SZ}"
        for above in sorted({above for _, above in entry.prices}) or [0]:
            amounts = [entry.prices.get((meter, above), "") for meter in METERS]
            writer.writerow((*about, _short(entry.source), above or "", *amounts))
    return text.getvalue()


@cache
def bundled() -> Catalogue:
    """Return the catalogue of `prices.csv`."""
    text = files("scrapers.catalogue").joinpath("prices.csv").read_text(encoding="utf-8")
    return parse_bundled(text)


def parse_bundled(text: str) -> Catalogue:
    """Return the catalogue in the text of `bundled_lines`."""
    rows = csv.reader(text.splitlines(), strict=True)
    next(rows)
    as_of = datetime.fromisoformat(next(rows)[1])
    return Catalogue(as_of, tuple(_entries(rows)))


def _entries(rows: Iterator[list[str]]) -> Iterator[CatalogueEntry]:
    for (vendor, model, mode, known, basis, since, source), lines in groupby(rows, lambda row: row[: len(ABOUT)]):
        yield CatalogueEntry(
            vendor=vendor,
            model=model,
            mode=mode,
            known=known,
            basis=basis,
            since=datetime.fromisoformat(since),
            source=_long(source),
            prices={
                (meter, int(line[len(ABOUT)] or 0)): Decimal(amount)
                for line in lines
                for meter, amount in zip(METERS, line[len(ABOUT) + 1 :], strict=True)
                if amount
            },
        )


def _short(source: str) -> str:
    for address, name in SHORT.items():
        if source.startswith(address):
            return name + source.removeprefix(address)
    return source


def _long(source: str) -> str:
    for address, name in SHORT.items():
        if source.startswith(name):
            return address + source.removeprefix(name)
    return source
