"""Hugging Face's sources: documented endpoints of its API, which need no key (500 requests in five minutes).

The repositories and the leaderboards that are asked for stand in two tables beside this file, reviewed row by row.
"""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple
from urllib.parse import urlencode

from models.leaderboards import BoardConventions
from models.readings import Aliases
from scrapers.http import ExpectedAnswer, SeveralAnswers
from scrapers.source import Reader, Source, Website

ALIASES = Aliases.load("scrapers.huggingface", "repositories.csv")
"""The models of vendors that repositories hold."""
MODELS, DATASETS, LEADERBOARD = "/api/models/", "/api/datasets/", "/leaderboard"
ASKED = ("cardData", "gated", "safetensors", "sha", "tags")
"""The fields of a repository that are asked for; without them it would have counts that change every hour."""


class Leaderboard(NamedTuple):
    """The official leaderboard of one dataset."""

    dataset: str
    name: str

    @property
    def board(self) -> str:
        """The board of the entries that Hugging Face has verified."""
        return f"huggingface/{self.name}"

    @property
    def claimed_board(self) -> str:
        """The board of the entries that the models' owners report themselves."""
        return f"{self.board}/claimed"

    @property
    def categories(self) -> Mapping[str, str]:
        """The category of each of its boards: one for each board, as a model may be on all of them."""
        return {self.board: self.name, self.claimed_board: f"{self.name}_claimed"}


def repositories() -> list[str]:
    """Return the repositories whose cards are read."""
    return [alias.key for alias in ALIASES.rows]


@cache
def leaderboards() -> tuple[Leaderboard, ...]:
    """Return the leaderboards that are read."""
    return tuple(_leaderboards())


def _leaderboards() -> Iterator[Leaderboard]:
    text = files("scrapers.huggingface").joinpath("leaderboards.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines(), strict=True):
        yield Leaderboard(row["dataset"], row["board"])


def card_paths() -> list[str]:
    """Return the addresses of the cards."""
    query = urlencode([("expand", name) for name in ASKED])
    return [f"{MODELS}{repository}?{query}" for repository in repositories()]


def leaderboard_paths() -> list[str]:
    """Return the addresses of the leaderboards."""
    return [f"{DATASETS}{each.dataset}{LEADERBOARD}" for each in leaderboards()]


SITE = Website("huggingface", "https://huggingface.co")
VENDOR, VENDOR_NAME = "huggingface", "Hugging Face"
CARDS_READER, BOARDS_READER = 1, 1
"""The releases of the readers."""
ANSWER = ExpectedAnswer(("application/json",), 2_000_000)
"""A card has some kilobytes, a leaderboard some tens of them."""
SOURCES = (
    Source(
        name="huggingface_cards",
        vendor=VENDOR,
        vendor_name=VENDOR_NAME,
        site=SITE,
        path="/api/models",
        cron="11 6 * * *",
        read=Reader("scrapers.huggingface.cards"),
        reader=CARDS_READER,
        family="huggingface_cards",
        trust=1,
        ask=SeveralAnswers(card_paths),
        expected=ANSWER,
        page=f"{SITE.url}/models",
    ),
    Source(
        name="huggingface_boards",
        vendor=VENDOR,
        vendor_name=VENDOR_NAME,
        site=SITE,
        path="/api/datasets",
        cron="16 6 * * *",
        read=Reader("scrapers.huggingface.boards"),
        reader=BOARDS_READER,
        family="huggingface_boards",
        trust=1,
        ask=SeveralAnswers(leaderboard_paths),
        expected=ANSWER,
        page=f"{SITE.url}/datasets?benchmark=benchmark:official",
        credit=(
            "Official benchmark leaderboards on Hugging Face (https://huggingface.co/docs/hub/leaderboard-data-guide); "
            "boards, places and dates of change are added."
        ),
        boards=BoardConventions(every_row_is_scored=True),
        aliases=ALIASES,
    ),
)
