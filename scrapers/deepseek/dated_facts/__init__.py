"""The dated facts about DeepSeek since 2024: the tables, the account that is made of them, and its reader."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.deepseek.dated_facts.account import account, announced, sealed
    from scrapers.deepseek.dated_facts.reader import read

__all__ = ["account", "announced", "read", "sealed"]

lazy_package(__name__)
