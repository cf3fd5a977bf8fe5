"""The answers of the boards' sites; their addresses do not collide, so one host can serve them all."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from samples.answers import Answer
from samples.arena import dataset
from samples.arena import page as arena
from samples.artificial_analysis import api
from samples.artificial_analysis import page as artificial_analysis


def reply(target: str, headers: Mapping[str, str], at: datetime) -> Answer | None:
    """The answer to a path with its query at an instant; None for an address that is none of theirs."""
    path = urlsplit(target).path
    return (
        dataset.answer(target, at)
        or api.answer(target, headers, at)
        or arena.answer(path, at)
        or artificial_analysis.answer(path, at)
    )
