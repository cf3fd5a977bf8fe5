"""The alerts of the demo as people get them, month by month: `python -m tests.alert_story` writes docs/alert-story.md."""

import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import select

from flows.reminding import remind, remind_until
from flows.road import travel
from flows.store import Store
from flows.telling import USUAL
from models.tables import Alert
from samples.visits import visits
from scrapers.page import Page
from scrapers.registry import SOURCES
from tests.board_walks import board_page
from tests.pages import page_of
from tests.walks import SITES

HEAD = """# The alerts of the demo

What `almanac demo` tells, from August 2024 to November 2026, with the usual settings: DeepSeek's announcements, changes,
promotions, retirements and boards, and the reminders of deadlines (30, 14, 7, 3, 1 and 0 days before). Made by
`python -m tests.alert_story`; a test compares it with what the demo really tells. Times are UTC.
"""
SCREEN = 50
"""Lines."""
