"""Sample sites that answer at one address, a module each: its path, when what it says changed, and what it says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from samples import litellm, openrouter


@dataclass(frozen=True)
class Alone:
    """The only address of a site."""

    path: str
    instants: Callable[[], Sequence[datetime]]
    answer: Callable[[datetime], str]


ALONE: Mapping[str, Alone] = {
    "litellm_map": Alone(litellm.PATH, litellm.change_instants, litellm.prices),
    "openrouter": Alone(openrouter.PATH, openrouter.change_instants, openrouter.models),
}
"""By the name of the source."""


def answer(path: str, at: datetime) -> str | None:
    """The answer of a site of its own at an instant; None for an address that is none of theirs."""
    return next((site.answer(at) for site in ALONE.values() if site.path == path), None)
