"""Hugging Face's sources: documented endpoints of its API, which need no key (500 requests in five minutes)."""

from models.leaderboards import BoardConventions
from scrapers.http import SeveralAnswers
from scrapers.huggingface.listed import ALIASES, card_paths, leaderboard_paths
from scrapers.source import Reader, Source, Website

SITE = Website("huggingface", "https://huggingface.co")
VENDOR, VENDOR_NAME = "huggingface", "Hugging Face"
CARDS_READER, BOARDS_READER = 1, 1
"""The releases of the readers."""
JSON = ("application/json",)
MOST_BYTES = 2_000_000
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
        content_types=JSON,
        most_bytes=MOST_BYTES,
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
        content_types=JSON,
        most_bytes=MOST_BYTES,
        page=f"{SITE.url}/datasets?benchmark=benchmark:official",
        credit=(
            "Official benchmark leaderboards on Hugging Face (https://huggingface.co/docs/hub/leaderboard-data-guide); "
            "boards, places and dates of change are added."
        ),
        boards=BoardConventions(every_row_is_scored=True),
        aliases=ALIASES,
    ),
)
