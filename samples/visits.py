"""The instants worth a visit: when DeepSeek's and other vendors' pages changed, and when the boards changed most."""

from datetime import datetime, timedelta

from samples.alone import ALONE
from samples.boards import visits as boards
from samples.deepseek import api, news, pages, updates
from samples.deepseek.facts import when

Visit = tuple[datetime, str]
"""An instant and the name of a source."""


def instants(source: str) -> list[datetime]:
    """Every instant at which a page changed that is no board's, the first included. Raises KeyError for others."""
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
"""DeepSeek's that are read without a key, the most trusted first."""
ORDER = (*SOURCES, *boards.STORY)


LAST_LOOK = timedelta(hours=1)
"""The time from the last change of any page to a last look at all of them."""


def visits() -> list[Visit]:
    """DeepSeek's pages wherever they changed and the boards in between, and a last look at each unchanged page."""
    changed = [*((at, source) for source in SOURCES for at in instants(source)), *boards.story()]
    seen = [*changed, (when("reread"), "deepseek_pricing")]
    last = max(at for at, _ in seen) + LAST_LOOK
    looks = [(last, source) for source in SOURCES]
    return sorted([*seen, *looks], key=lambda visit: (visit[0], ORDER.index(visit[1])))


CHECKS = ("openrouter", "litellm_map")
"""Sample sites of sources that only check another vendor's: the demo does not visit them."""


def vendor_visits() -> list[Visit]:
    """The pages of the other vendors wherever they changed."""
    named = [source for source in ALONE if source not in CHECKS]
    return sorted((at, source) for source in named for at in instants(source))


def demo_visits() -> list[Visit]:
    """All visits of the demo, in the order of time."""
    return sorted([*visits(), *vendor_visits()], key=lambda visit: visit[0])
