"""The choice of the sources that are read: by the settings, with an address, and with a key."""

from flows.settings import Settings
from scrapers.registry import SOURCES
from scrapers.source import Source


def enabled_sources(settings: Settings) -> list[Source]:
    """The registered sources that the settings name or choose and that lack neither an address nor a key."""
    named = [SOURCES[name] for name in settings.values.sources or SOURCES]
    conditions = (is_chosen, has_address, has_key)
    return [source for source in named if all(holds(settings, source) for holds in conditions)]


def is_chosen(settings: Settings, source: Source) -> bool:
    """Return True if the settings name a source, or name none and choose it, or if it is one of the user's file."""
    if source.name in settings.own_sources:
        return True
    if settings.values.sources:
        return source.name in settings.values.sources
    return source.chosen is None or source.chosen[1] in settings.choice(source.chosen[0])


def has_address(settings: Settings, source: Source) -> bool:
    """Return True if the site of a source has an address, its own or one of the settings."""
    return settings.sites.get(source.site.setting, source.site.url) != ""


def has_key(settings: Settings, source: Source) -> bool:
    return source.key is None or settings.has_key(source.key)
