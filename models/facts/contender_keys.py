"""Keys of contenders that share a name on one board: `x`, `x #2`, `x #3`.

A publisher that names contenders without a key of its own may list a name twice. Its reader numbers the keys.
"""

import re
from collections import Counter
from collections.abc import Iterable

NUMBER = re.compile(r" #[0-9]+\Z")


def numbered_keys(names: Iterable[str]) -> list[str]:
    """Return a key for each name, in order: the first keeps its name, then `name #2`."""
    seen: Counter[str] = Counter()
    keys: list[str] = []
    for name in names:
        seen[name] += 1
        keys.append(name if seen[name] == 1 else f"{name} #{seen[name]}")
    return keys


def is_numbered(key: str) -> bool:
    """Return True if a key ends in a number of this form."""
    return NUMBER.search(key) is not None


def without_number(key: str) -> str:
    """Return a key without its number."""
    return NUMBER.sub("", key)


def display_name(key: str, name: str | None) -> str:
    """Return the name of a contender; the key if it numbers that name, or if no name is stated."""
    return key if name is None or (is_numbered(key) and without_number(key) == name) else name
