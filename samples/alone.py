"""Sample sites with a module each: the pages of their sources at any instant, and the answers of their addresses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from samples import epoch, huggingface, openrouter
from samples.answers import Answer


@dataclass(frozen=True)
class Alone:
    """The page of one source, as it is kept: of several answers all of them, of an archive the one file."""

    instants: Callable[[], Sequence[datetime]]
    """Every instant at which it changed, the first one included."""
    page: Callable[[datetime], bytes]


ALONE: Mapping[str, Alone] = {
    "openrouter": Alone(openrouter.change_instants, lambda at: openrouter.models(at).encode()),
    "huggingface_cards": Alone(huggingface.card_instants, huggingface.cards),
    "huggingface_boards": Alone(huggingface.board_instants, huggingface.leaderboards),
    **{
        f"epoch_{benchmark}": Alone(partial(epoch.instants, benchmark), partial(epoch.table, benchmark))
        for benchmark in epoch.BENCHMARKS
    },
}
"""By the name of the source."""


def reply(target: str, at: datetime) -> Answer | None:
    """The answer of an address, with its query, at an instant; None for an address that is none of theirs."""
    return openrouter.reply(target, at) or huggingface.reply(target, at) or epoch.reply(target, at)
