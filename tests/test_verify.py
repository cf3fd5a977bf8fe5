"""Verify: every current fact is what the bytes of its snapshot state, or is named."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import zstandard
from sqlalchemy import func, select, update

from flows import progress
from flows.store import Store
from flows.verify import Discrepancy, Verified, verify
from models.facts import FACTS, ModelVersion, Price
from models.reading import Reading, Scope
from models.tables import HISTORY, Body, Snapshot
from samples.deepseek_pages import change_instants
from scrapers.page import Page, PageChanged
from scrapers.registry import Source
from tests.conftest import day
from tests.pages import body
from tests.walks import SOURCE, feed, go, unchanged

MAY, AUGUST = day("2026-05-08"), day("2026-08-18")
HOUR = timedelta(hours=1)
