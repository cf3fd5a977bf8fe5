"""The settings: where they may stand, which of them wins, and what each of them means."""

import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from alerts.ladder import RUNGS
from alerts.targets import LOG, NAME, Target
from alerts.watch import WATCHED
from flows.mistakes import first_mistake, time_zone
from scrapers.registry import SOURCES

PREFIX = "ALMANAC_"
CHOICES: dict[str, list[str]] = {}
"""By setting, the names that choose a source which is not read unless it is chosen."""
for _setting, _name in (source.chosen for source in SOURCES.values() if source.chosen):
    CHOICES.setdefault(_setting, []).append(_name)
ENDPOINTS = {"current": "/api/v2/language/models/free", "legacy": "/api/v2/data/llms/models"}
"""Of Artificial Analysis's Data API."""
ALSO = {"ARTIFICIAL_ANALYSIS_API_KEY": "artificial_analysis_key"}
"""Variables of others that hold a setting: what the owner of a key calls it. Ours win over them."""
NOT_SETTINGS = {"ALMANAC_HOME", "ALMANAC_CONFIG", "ALMANAC_CAPTURES"}
"""Variables that say where things are (and where the tests find captures of real pages)."""
SITE = r"^https?://[^/\s]+$"


class BadSettings(Exception):
    """A setting that is unknown or makes no sense; the message names it, its place, and what would do."""


def database_address(text: str) -> str:
    """The address of a database, a file's path made absolute. Raises ValueError with what would do."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise ValueError("not a database address: sqlite:////path/to/file.db or postgresql://…") from None
    if url.drivername not in ("sqlite", "postgresql"):
        raise ValueError(f"{url.drivername} is not supported: sqlite:////path/to/file.db or postgresql://…")
    if url.drivername == "sqlite":
        if url.database in (None, "", ":memory:") or str(url.database).startswith("file:"):
            raise ValueError("a history needs a file to be kept in: sqlite:////path/to/file.db")
        url = url.set(database=str(Path(str(url.database)).expanduser().absolute()))
    return url.render_as_string(hide_password=False)


class Values(BaseModel):
    """Every setting with its default; `database_url` empty means `almanac.db` in the home."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    database_url: SecretStr = SecretStr("")
    contact: str = Field(default="", max_length=200, pattern=r"^[\x20-\x7e]*$")
    """An address or URL for the User-Agent, so that a site's owner can reach whoever runs this."""
    deepseek_url: str = Field(default="https://api-docs.deepseek.com", pattern=SITE)
    deepseek_api_url: str = Field(default="https://api.deepseek.com", pattern=SITE)
    deepseek_api_key: SecretStr = SecretStr("")
    """A key of DeepSeek's API: with it, the ids that the API lists are read, too."""
    wayback_url: str = Field(default="https://web.archive.org", pattern=SITE)
    """The web archive that `almanac backfill wayback` reads."""
    huggingface_url: str = Field(default="https://huggingface.co", pattern=SITE)
    """Where Arena's official dataset is."""
    arena_url: str = Field(default="https://arena.ai", pattern=SITE)
    artificial_analysis_url: str = Field(default="https://artificialanalysis.ai", pattern=SITE)
    artificial_analysis_key: SecretStr = SecretStr("")
    """A key of Artificial Analysis's Data API: with it, their scores are read."""
    artificial_analysis_requests_per_day: int = Field(default=25, ge=0)
    """So many requests a UTC day that API is asked at most (free keys were told 25 to 1,000, mid-2026)."""
    openrouter_url: str = Field(default="https://openrouter.ai", pattern=SITE)
    sources: tuple[str, ...] = ()
    """Which sources are read on schedule; where none is named, all but those that the next three leave out. In a
    variable, with commas between."""
    arena_subsets: tuple[str, ...] = ("text", "text_style_control", "webdev", "vision")
    """Which parts of Arena's official dataset are read."""
    arena_pages: tuple[str, ...] = ()
    """Boards (`text`, `code`, …) whose pages are read, too: the site's terms forbid it to programs, so you decide."""
    artificial_analysis_pages: tuple[str, ...] = ()
    """`models`: Artificial Analysis's page is read, too: the site's terms forbid it to programs, so you decide."""
    artificial_analysis_endpoint: Literal["current", "legacy"] = "current"
    """Which of the Data API's endpoints is asked; a key may be good for one of them only."""
    watch: tuple[str, ...] = WATCHED
    """Which models on leaderboards alert, as patterns: `deepseek*`."""
    uses: tuple[str, ...] = ("*",)
    """Which models your products call, as patterns: of the deadlines of others nobody is reminded."""
    ladder: tuple[Annotated[int, Field(ge=0, le=365)], ...] = RUNGS
    """So many days before a deadline people are reminded of it."""
    time_zone: str = "UTC"
    """The clock of those who read the alerts; every instant is given in UTC, too."""
    workload: str = ""
    """A file as for `almanac cost`: alerts of prices say what they do to its bill. Relative to the settings file."""
    targets: dict[str, Target] = Field(default={})
    """Where alerts go, by names of yours, beside the log. In a variable, as JSON."""
    feeds: str = ""
    """The folder of the calendar and the feed; empty means `feeds` in the home. Relative to the settings file."""
    heartbeat_url: SecretStr = SecretStr("")
    """Is asked after every good cycle, so that somebody else notices when none comes any more."""
    port: int = Field(default=4200, ge=1, le=65535)
    """Where `almanac up` serves Prefect's UI; the next free one where it is taken."""

    @field_validator("sources", *CHOICES, "watch", "uses", "ladder", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(filter(None, re.split(r"[\s,]+", value))) if isinstance(value, str) else value

    @field_validator("sources")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := [name for name in value if name not in SOURCES]:
            raise ValueError(f"unknown source {unknown[0]!r}: known are {', '.join(SOURCES)}")
        return value

    @field_validator(*CHOICES)
    @classmethod
    def _choosable(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        choices = CHOICES[info.field_name or ""]
        if unknown := [name for name in value if name not in choices]:
            raise ValueError(f"unknown {unknown[0]!r}: known are {', '.join(choices)}")
        return value

    @field_validator("targets", mode="before")
    @classmethod
    def _parsed(cls, value: object) -> object:
        try:
            return json.loads(value) if isinstance(value, str) else value
        except ValueError:
            raise ValueError('not JSON: {"team": {"url": "slack://…"}}') from None

    @field_validator("targets")
    @classmethod
    def _named(cls, value: dict[str, Target]) -> dict[str, Target]:
        for name in value:
            if name == LOG or not re.fullmatch(NAME, name):
                raise ValueError(f"{name!r} is no name for a target: small letters, digits, - and _, and not {LOG!r}")
        return value

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        return time_zone(value)

    @field_validator("heartbeat_url")
    @classmethod
    def _asked(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not value.get_secret_value().startswith(("http://", "https://")):
            raise ValueError("not an http:// or https:// address")
        return value

    @field_validator("database_url")
    @classmethod
    def _readable(cls, value: SecretStr) -> SecretStr:
        return SecretStr(database_address(value.get_secret_value())) if value.get_secret_value() else value


@dataclass(frozen=True)
class Settings:
    """The settings in force, and where each value comes from."""

    home: Path
    values: Values
    origins: Mapping[str, str]
    file: Path | None = None

    @property
    def database_url(self) -> str:
        return self.values.database_url.get_secret_value() or f"sqlite:///{self.home / 'almanac.db'}"

    @property
    def shown_database(self) -> str:
        """Its address without the password."""
        return make_url(self.database_url).render_as_string(hide_password=True)

    @property
    def workload(self) -> Path | None:
        """The file of the workload that alerts reckon with."""
        return self._path("workload") if self.values.workload else None

    @property
    def feeds(self) -> Path:
        """The folder of the calendar and the feed."""
        return self._path("feeds") if self.values.feeds else self.home / "feeds"

    def _path(self, name: str) -> Path:
        """Where a setting that is a path leads: in the settings file, from there."""
        beside = self.file.parent if self.file and self.origin(name) == str(self.file) else Path.cwd()
        return beside / Path(getattr(self.values, name)).expanduser()

    def sites(self) -> dict[str, str]:
        """The address of every site that sources are read from, by the site's name."""
        return {
            "deepseek": self.values.deepseek_url,
            "deepseek_api": self.values.deepseek_api_url,
            "huggingface": self.values.huggingface_url,
            "arena": self.values.arena_url,
            "artificial_analysis": self.values.artificial_analysis_url,
            "artificial_analysis_api": self.values.artificial_analysis_url
            + ENDPOINTS[self.values.artificial_analysis_endpoint],
            "openrouter": self.values.openrouter_url,
        }

    def choice(self, name: str) -> tuple[str, ...]:
        """What one of CHOICES names."""
        value: tuple[str, ...] = getattr(self.values, name)
        return value

    def key(self, name: str) -> str | None:
        """A key that the user may have set."""
        value: SecretStr = getattr(self.values, name)
        return value.get_secret_value() or None

    def origin(self, name: str) -> str:
        """Where a setting's value stands: a variable, a file, or nowhere."""
        return self.origins.get(name, "default")

    def budget(self, name: str) -> int:
        """How many requests a day the user allows."""
        return int(getattr(self.values, name))


def load(config: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings from the file and the environment, which wins. Raises BadSettings."""
    environ = os.environ if environ is None else environ
    home = Path(environ.get("ALMANAC_HOME") or Path.home() / ".almanac").expanduser().absolute()
    file = _file(config, environ, home)
    given = {name: (value, str(file)) for name, value in _toml(file).items()}
    given |= {name: (environ[variable], variable) for variable, name in ALSO.items() if environ.get(variable)}
    for variable, value in environ.items():
        if variable.startswith(PREFIX) and variable not in NOT_SETTINGS:
            given[variable.removeprefix(PREFIX).lower()] = (value, variable)
    origins = {name: origin for name, (_, origin) in given.items()}
    return Settings(home, _values(given), origins, file and file.absolute())


def _file(config: Path | None, environ: Mapping[str, str], home: Path) -> Path | None:
    named = config or (Path(environ["ALMANAC_CONFIG"]) if environ.get("ALMANAC_CONFIG") else None)
    if named is not None:
        if not named.is_file():
            raise BadSettings(f"no settings file at {named}")
        return named
    return next((path for path in (Path("almanac.toml"), home / "almanac.toml") if path.is_file()), None)


def _toml(file: Path | None) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{file} is not TOML: {error}") from error


def _values(given: Mapping[str, tuple[Any, str]]) -> Values:
    known = list(Values.model_fields)
    for name, (_, origin) in given.items():
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
            raise BadSettings(f"unknown setting {name} ({origin}): {hint}")
    try:
        return Values(**{name: value for name, (value, _) in given.items()})
    except ValidationError as error:
        name = str(error.errors(include_url=False, include_input=False)[0]["loc"][0])
        where = first_mistake(error, (Values, Values, Target)).removeprefix(name)
        raise BadSettings(f"{name} ({given[name][1]}){where}") from None


def shown(settings: Settings) -> list[dict[str, str]]:
    """Each setting, its value with secrets masked, and where it comes from."""
    values = [("home", str(settings.home)), *_values_shown(settings)]
    origins = {"home": "ALMANAC_HOME" if os.environ.get("ALMANAC_HOME") else "default"} | dict(settings.origins)
    return [
        {"setting": name, "value": value, "from": origins.get(name.partition(".")[0], "default")}
        for name, value in values
    ]


def _values_shown(settings: Settings) -> Iterator[tuple[str, str]]:
    for name, value in settings.values:
        if name == "database_url":
            yield name, settings.shown_database
        elif name == "targets" and settings.values.targets:
            for target, its in settings.values.targets.items():
                given = its.model_dump(exclude_unset=True)
                yield f"targets.{target}", ", ".join(f"{key} {part}" for key, part in given.items())
        else:
            yield name, str(value)
