"""The terms of each source, as README's table of sources says them, for what leaves this program."""

from collections.abc import Mapping
from typing import NamedTuple


class Licence(NamedTuple):
    """A licence by its SPDX name."""

    name: str
    title: str
    path: str


class Terms(NamedTuple):
    """The terms of a source, as far as they are known; `licence` is None where none was stated or verified."""

    licence: Licence | None
    text: str


CC_BY = Licence("CC-BY-4.0", "Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/")
MIT = Licence("MIT", "MIT License", "https://opensource.org/license/mit")
NO_LICENCE = "No licence is stated for programs; these are facts that its page states."
TERMS: Mapping[str, Terms] = {
    "deepseek_facts": Terms(MIT, "Dated facts that this program ships, each with its evidence."),
    "deepseek": Terms(None, NO_LICENCE),
    "anthropic": Terms(None, "robots.txt allows the documentation; the terms say nothing of it."),
    "zai": Terms(None, "Its llms.txt invites programs; no licence was found."),
    "moonshot": Terms(None, "Its llms.txt invites programs; no licence was found."),
    "google": Terms(None, "Developer sites are licensed under CC BY 4.0 as a rule, not verified for these pages."),
    "openai_models_api": Terms(None, "An API for programs, with a key; no licence is stated."),
    "openai": Terms(None, "The terms forbid programs to extract data; read only where a person turned it on."),
    "xai": Terms(None, "The terms have conditions for programs; read only where a person turned it on."),
    "mistral": Terms(None, "An API for programs, with a key; no licence is stated."),
    "alibaba": Terms(None, "The terms were not read for you; read only where a person turned it on."),
    "arena_page": Terms(None, "The terms forbid programs on these pages; read only where a person turned it on."),
    "arena": Terms(CC_BY, "Arena's leaderboard dataset by lmarena-ai."),
    "artificial_analysis_page": Terms(None, "The terms forbid scraping; read only where a person turned it on."),
    "artificial_analysis": Terms(None, "The terms of its Data API: credit wherever the data are shown."),
    "openrouter": Terms(None, "Compared with others' prices only, and never shown."),
    "litellm": Terms(MIT, "Compared with others' prices only, and never shown."),
    "huggingface": Terms(None, "A documented API for programs; no licence of the entries is stated."),
    "epoch": Terms(CC_BY, "Epoch AI, 'AI Benchmarking Hub'."),
}
"""By the beginning of the sources' names; the longest one that fits counts."""
CATALOGUE = Terms(MIT, "The histories of model-prices and models.dev.")
UNKNOWN = Terms(None, "This release does not know the source.")


def terms_of(source: str) -> Terms:
    """Return the terms of a source by its name."""
    if source.endswith("_catalogue"):
        return CATALOGUE
    known = [name for name in TERMS if source == name or source.startswith(f"{name}_")]
    return TERMS[max(known, key=len)] if known else UNKNOWN
