"""The sample pages whose readings are reviewed: `tests/golden` keeps them, fuzzing begins with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bench.harness.board_shapes import shapes
from bench.harness.sample_pages import page_of
from samples.alone import ALONE
from samples.deepseek.facts import Language, when
from samples.visits import SOURCES as SAMPLED
from samples.visits import instants

LANGUAGES: tuple[Language, ...] = ("en", "zh")
EDITS = {when(event, language) for event in ("v4_launch", "pro_retirement_withdrawn") for language in LANGUAGES}
"""Instants whose change log and news have golden readings, too."""


@dataclass(frozen=True)
class Sample:
    """A page of the sample sites at an instant."""

    source: str
    at: datetime
    body: bytes
    shape: str = ""
    """The shape, where pages of the source come in several."""


def samples() -> Iterator[Sample]:
    """Every sample of the pricing pages, one per instant at which it changed; of what only grows, some; the boards'."""
    for source in (*SAMPLED, "deepseek_models_api", *ALONE):
        whole = instants(source)
        few = [whole[0], *(at for at in whole if at in EDITS), whole[-1]]
        for at in dict.fromkeys(whole if source.startswith("deepseek_pricing") or source in ALONE else few):
            yield Sample(source, at, page_of(source, at))
    yield from (Sample(source, at, body, shape) for source, at, shape, body in shapes())
