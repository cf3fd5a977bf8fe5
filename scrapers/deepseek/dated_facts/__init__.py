"""The dated facts about DeepSeek since 2024: the tables, the account that is made of them, and its reader."""

from scrapers.deepseek.dated_facts.account import account, announced, sealed
from scrapers.deepseek.dated_facts.reader import READER, read

__all__ = ["READER", "account", "announced", "read", "sealed"]
