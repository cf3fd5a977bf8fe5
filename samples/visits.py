"""When which source is worth a visit: the instants at which its own page changed."""

from datetime import datetime

from samples.alone import ALONE
from samples.deepseek import api, news, pages, updates
from samples.deepseek.facts import when

Visit = tuple[datetime, str]
"""An instant and the name of a source."""


def instants(source: str) -> list[datetime]:
    """Every instant at which the page of a source changed, the first one included. Raises KeyError for another one."""
    if source in ALONE:
        return list(ALONE[source].instants())
    return {
        "deepseek_pricing": lambda: pages.change_instants("en"),
        "deepseek_pricing_zh": lambda: pages.change_instants("zh"),
        "deepseek_updates": lambda: updates.change_instants("en"),
        "deepseek_updates_zh": lambda: updates.change_instants("zh"),
        "deepseek_news": news.change_instants,
        "deepseek_models_api": api.change_instants,
    }[source]()


SOURCES = ("deepseek_pricing", "deepseek_pricing_zh", "deepseek_updates", "deepseek_updates_zh", "deepseek_news")
"""Those that are read without a key, the most trusted first."""


def visits() -> list[Visit]:
    """All of them in their order, and a last look at the pricing page, which has not changed."""
    changed = [(at, source) for source in SOURCES for at in instants(source)]
    return [
        *sorted(changed, key=lambda visit: (visit[0], SOURCES.index(visit[1]))),
        (when("reread"), "deepseek_pricing"),
    ]
