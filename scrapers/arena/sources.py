"""Arena's sources: its official dataset, and the pages of its site if the user turns them on.

The dataset is published under CC BY 4.0. The terms of the site forbid automated access to its pages (robots.txt does
not), so a user who wants them read has to say so in the settings.
"""

from scrapers.arena.boards import CONVENTIONS, board_of
from scrapers.arena.model_names import ALIASES
from scrapers.http import HuggingFaceFile
from scrapers.huggingface import SITE as HUGGING_FACE
from scrapers.source import History, Reader, Source, Website

VENDOR, VENDOR_NAME = "arena", "Arena"
DATASET_READER, PAGE_READER = 5, 5
"""The releases of the readers."""
SITE = Website("arena", "https://arena.ai")
DATASET = "lmarena-ai/leaderboard-dataset"
LISTING = f"/api/datasets/{DATASET}/tree/main?recursive=true"
FULL = HuggingFaceFile(LISTING, most_bytes=300_000_000, whole_seconds=1800)
"""A whole history is up to a hundred times as large as the latest account."""
SUBSETS = ("text_style_control", "text", "webdev", "vision", "agent")
"""Subsets of the dataset that are offered: each has a sample made after rows of its real files."""
FORMER_SUBSETS = (
    *("vision_style_control", "search_style_control", "search", "document_style_control", "document"),
    *("text_to_image", "image_edit", "text_to_video", "image_to_video", "video_edit", "text_factuality"),
)
"""Subsets that were offered without having been read on real data; their archive is read as before."""
PAGES = ("text", "code", "vision")
"""Boards whose pages are offered, by the same rule."""
FORMER_PAGES = ("search", "document", "text_to_image", "image_edit", "text_to_video", "agent")
STYLED = ("text", "vision", "search", "document")
"""Boards that the site shows with style control; a subset without it is named as the board."""
CREDIT = (
    f"Arena's leaderboard dataset by lmarena-ai (https://huggingface.co/datasets/{DATASET}), CC BY 4.0 "
    "(https://creativecommons.org/licenses/by/4.0/); keys, places and dates of change are added."
)
PAGE_CREDIT = "Arena (https://arena.ai/leaderboard); keys, places and dates of change are added."
DATA_TRUST, PAGE_TRUST, RAW_TRUST = 1, 2, 3
"""The site shows its boards with style control, so a subset without it is trusted last where both are read."""


def _dataset(number: int, subset: str) -> Source:
    name, folder = f"arena_{subset}", f"/datasets/{DATASET}/resolve/main/{subset}"
    return Source(
        name=name,
        vendor=VENDOR,
        site=HUGGING_FACE,
        path=f"{folder}/latest-00000-of-00001.parquet",
        # Published about 03:00 UTC; only the listing is fetched unless the file is new.
        cron=f"{3 * number + 10} 5,17 * * *",
        read=Reader("scrapers.arena.dataset"),
        reader=DATASET_READER,
        family=board_of(name),
        trust=RAW_TRUST if subset in STYLED else DATA_TRUST,
        ask=HuggingFaceFile(LISTING),
        chosen=("arena_subsets", subset),
        vendor_name=VENDOR_NAME,
        page=_board_page(name),
        credit=CREDIT,
        boards=CONVENTIONS,
        aliases=ALIASES,
        history=History(f"{folder}/full-00000-of-00001.parquet", FULL),
    )


def _board_page(name: str) -> str:
    """Return the address of the page of a board, which the dataset of that name is about."""
    return f"{SITE.url}/leaderboard/{board_of(name).partition('/')[2].replace('_', '-')}"


def _page(number: int, board: str) -> Source:
    name = f"arena_page_{board}"
    return Source(
        name=name,
        vendor=VENDOR,
        site=SITE,
        path=f"/leaderboard/{board.replace('_', '-')}",
        cron=f"{4 * number + 5} 5,17 * * *",
        read=Reader("scrapers.arena.page"),
        reader=PAGE_READER,
        family=board_of(name),
        trust=PAGE_TRUST,
        chosen=("arena_pages", board),
        vendor_name=VENDOR_NAME,
        credit=PAGE_CREDIT,
        boards=CONVENTIONS,
        aliases=ALIASES,
    )


SOURCES = (
    *(_dataset(number, subset) for number, subset in enumerate(SUBSETS)),
    *(_page(number, board) for number, board in enumerate(PAGES)),
)
FORMER = (
    *(_dataset(number, subset) for number, subset in enumerate(FORMER_SUBSETS)),
    *(_page(number, board) for number, board in enumerate(FORMER_PAGES)),
)
