"""The settings of the demo: none of the user's but the port, and every site at the address of the samples."""

import os

from flows.server import stack_paths
from flows.settings import FOREIGN_VARIABLES, NOT_SETTINGS, PREFIX, Settings
from samples.site import SITES
from scrapers.registry import SOURCES, websites

USERS_SETTINGS = ("port",)
"""The settings of the user that the demo keeps. It sends nothing to a target, a feed or a monitor of the user's."""
SETTINGS_FILE = "# The settings file of `almanac demo`. It is empty, so that the demo uses none of yours.\n"
CHOSEN = {
    "ALMANAC_SOURCES": "",
    "ALMANAC_SOURCES_FILE": os.devnull,
    "ALMANAC_ARENA_SUBSETS": "text,text_style_control,webdev,vision",
    "ALMANAC_ARENA_PAGES": "text,code",
    "ALMANAC_ARTIFICIAL_ANALYSIS_PAGES": "models",
    "ALMANAC_OPENAI_PAGES": "pricing,deprecations",
    "ALMANAC_XAI_PAGES": "pricing",
    "ALMANAC_VENDOR_PAGES": ",".join(
        page
        for setting, page in (source.chosen or ("", "") for source in SOURCES.values())
        if setting == "vendor_pages"
    ),
    "ALMANAC_OPENAI_API_KEY": "the-sample-sites-take-any",
    "ALMANAC_MISTRAL_API_KEY": "the-sample-sites-take-any-of-mistral",
    "ALMANAC_ARTIFICIAL_ANALYSIS_KEY": "the-sample-sites-take-any",
    "ALMANAC_ARTIFICIAL_ANALYSIS_REQUESTS_PER_DAY": "10000",
    "ALMANAC_WATCH": "deepseek*",
}
"""Settings of the demo: it reads everything that the sample sites have."""


class NoSample(Exception):
    """A source has no sample site: the demo would use the network."""


def expect_samples() -> None:
    """Raise NoSample unless every source has a sample site: the demo needs no network."""
    for source in SOURCES.values():
        if source.site.name not in SITES:
            raise NoSample(
                f"{source.name} has no sample: the demo would ask {source.site.url or source.site.name} over the "
                f"network. Write one, and add {source.site.name!r} to SITES in samples/site.py"
            )


def use_own_settings(settings: Settings, database: str, site: str) -> None:
    """Replace the user's settings in the environment of this process by the demo's, for it and its children."""
    for name in [*os.environ]:
        if name in FOREIGN_VARIABLES or (name.startswith(PREFIX) and name not in NOT_SETTINGS):
            del os.environ[name]
    feeds, file = settings.home / "feeds" / "demo", stack_paths(settings, demo=True).prefect_home / "almanac.toml"
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.write_text(SETTINGS_FILE, encoding="utf-8")
    kept = {f"{PREFIX}{name.upper()}": str(getattr(settings.values, name)) for name in USERS_SETTINGS}
    os.environ.update(kept | {"ALMANAC_HOME": str(settings.home), "ALMANAC_CONFIG": str(file)})
    os.environ.update({"ALMANAC_DATABASE_URL": database, "ALMANAC_FEEDS": str(feeds)})
    os.environ.update(sample_addresses(site))


def sample_addresses(url: str) -> dict[str, str]:
    """Return variables with which every source is read from the sample sites at `url`."""
    return {f"{PREFIX}{site.setting.upper()}": url for site in websites()} | CHOSEN
