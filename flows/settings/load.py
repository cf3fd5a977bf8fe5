"""Loads the settings from the file and the environment, and records where each value comes from."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import SecretStr, ValidationError
from sqlalchemy.engine import make_url

from alerts.targets import Target, UnreadableSecret, is_stored
from flows.settings.errors import first_mistake
from flows.settings.fields import Values, is_setting, secret_checks, setting_names
from scrapers.registry import OWN, websites
from scrapers.source import Source

PREFIX = "ALMANAC_"
FOREIGN_VARIABLES = {"ARTIFICIAL_ANALYSIS_API_KEY": "artificial_analysis_key"}
"""Variables of other programs that hold a setting, such as a key. Variables of this project win over them."""
REMOVED = {
    "artificial_analysis_endpoint": "take it out: Artificial Analysis closed the endpoint `legacy` on 2026-11-04, and "
    "the one that is left (`current`) is always asked, with `artificial_analysis_key`"
}
"""Settings of former releases, and the replacement."""
SOURCES_FILE = "sources.toml"
NOT_SETTINGS = {"ALMANAC_HOME", "ALMANAC_CONFIG", "ALMANAC_CAPTURES"}
"""Variables that name paths (also of captures of real pages, for tests)."""


class BadSettings(Exception):
    """An unknown or invalid setting; the message names it, its place, and a valid value."""


@dataclass(frozen=True)
class Settings:
    """The settings in force, and where each value comes from."""

    home: Path
    values: Values
    origins: Mapping[str, str]
    file: Path | None = None
    own_sources: Mapping[str, Source] = field(default_factory=dict[str, Source])
    """The sources of the user's own file, by name."""

    @property
    def database_url(self) -> str:
        """The database address. Raises BadSettings where a file or a command does not give it."""
        return self.secret("database_url") or f"sqlite:///{self.home / 'almanac.db'}"

    @property
    def shown_database(self) -> str:
        """The database address without secrets: no password, and of the parameters only the names."""
        url = make_url(self.database_url)
        shown = url.set(query={}).render_as_string(hide_password=True)
        return f"{shown}?{'&'.join(f'{name}=***' for name in url.query)}" if url.query else shown

    @property
    def workload(self) -> Path | None:
        """The workload file for the bill in alerts."""
        return self._path("workload") if self.values.workload else None

    @property
    def sources_file(self) -> Path:
        """The file with sources of the user's own; without the setting there may be none."""
        return self._path("sources_file") if self.values.sources_file else self.home / SOURCES_FILE

    @property
    def feeds(self) -> Path:
        """The folder of the calendar and the feed."""
        return self._path("feeds") if self.values.feeds else self.home / "feeds"

    def _path(self, name: str) -> Path:
        """Resolve a path; one from the settings file is relative to that file."""
        beside = self.file.parent if self.file and self.origin(name) == str(self.file) else Path.cwd()
        return beside / Path(getattr(self.values, name)).expanduser()

    @cached_property
    def sites(self) -> Mapping[str, str]:
        """The addresses of sites that are given, by their settings (`deepseek_url`); every other site has its own."""
        return self.values.model_extra or {}

    def choice(self, name: str) -> tuple[str, ...]:
        """Return the value of a setting that turns sources on."""
        value: tuple[str, ...] = getattr(self.values, name)
        return value

    def secret(self, name: str) -> str:
        """Return a secret, empty if it is not set. Raises BadSettings where a file or a command does not give it."""
        value: SecretStr = getattr(self.values, name)
        try:
            return value.get_secret_value()
        except UnreadableSecret as problem:
            raise BadSettings(str(problem)) from None

    def secrets(self) -> Iterator[tuple[str, SecretStr]]:
        """Yield every secret, also one that is empty, and where it comes from."""
        yield from ((self.origin(name), getattr(self.values, name)) for name in secret_checks())
        for target in self.values.targets.values():
            for secret in filter(None, (target.url, target.webhook, target.secret)):
                yield self.origin("targets"), secret

    def key(self, name: str) -> str | None:
        """Return a key, or None if it is not set. Raises BadSettings as `secret` does."""
        return self.secret(name) or None

    def has_key(self, name: str) -> bool:
        """Return True if a key is set. A file or a command that has it is not asked."""
        value: SecretStr = getattr(self.values, name)
        return is_stored(value) or bool(value.get_secret_value())

    def origin(self, name: str) -> str:
        """Return where a value comes from: a variable, a file, or `default`."""
        return self.origins.get(name, "default")

    def budget(self, name: str) -> int:
        """Return the number of requests a day that the user allows."""
        return int(getattr(self.values, name))


def load(config: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Load the settings from the file and the environment, which wins. Raises BadSettings."""
    environ = os.environ if environ is None else environ
    home = Path(environ.get("ALMANAC_HOME") or Path.home() / ".almanac").expanduser().absolute()
    if "?" in str(home):
        raise BadSettings(f"ALMANAC_HOME: {home} has a ?, where the address of a database ends: name another folder")
    file = _file(config, environ, home)
    given = _with_stored({name: (value, str(file)) for name, value in _toml(file).items()})
    given |= {
        name: (environ[variable], variable) for variable, name in FOREIGN_VARIABLES.items() if environ.get(variable)
    }
    given |= _with_stored(
        {
            variable.removeprefix(PREFIX).lower(): (value, variable)
            for variable, value in environ.items()
            if variable.startswith(PREFIX) and variable not in NOT_SETTINGS
        }
    )
    origins = {name: origin for name, (_, origin) in given.items()}
    return _with_own_sources(Settings(home, _values(given), origins, file and file.absolute()))


def _with_own_sources(settings: Settings) -> Settings:
    """Read the file of the user's own sources, which are known to the registry from then on."""
    found: Mapping[str, Source] = {}
    if settings.values.sources_file or settings.sources_file.is_file():
        from flows.settings.sources_file import BadSourcesFile, read_sources_file  # few homes have one

        try:
            found = read_sources_file(settings.sources_file)
        except BadSourcesFile as problem:
            raise BadSettings(str(problem)) from None
    if OWN.keys() != found.keys() or any(OWN[name] is not source for name, source in found.items()):
        OWN.clear()
        OWN.update(found)
    return replace(settings, own_sources=found) if found else settings


def _with_stored(given: dict[str, tuple[Any, str]]) -> dict[str, tuple[Any, str]]:
    """Replace `heartbeat_url_file` and `heartbeat_url_command` by the setting, whose value is read later."""
    checks = secret_checks()
    named = {name: base for base in checks for name in (f"{base}_file", f"{base}_command") if name in given}
    if not named:
        return given
    from flows.settings.stored_secret import stored_secrets  # most settings have their secrets in them

    try:
        values = stored_secrets({name: value for name, (value, _) in given.items()}, checks)
    except ValueError as error:
        name = next((name for name in named if str(error).startswith(name)), next(iter(named)))
        raise BadSettings(f"{name} ({given[name][1]}): {str(error).removeprefix(f'{name}: ')}") from None
    origins = {named.get(name, name): origin for name, (_, origin) in given.items()}
    return {name: (value, origins[name]) for name, value in values.items()}


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
    from flows.settings.toml_file import BadToml, read_toml  # most homes have no settings file

    try:
        return read_toml(file)
    except BadToml as problem:
        raise BadSettings(str(problem)) from None


def _values(given: Mapping[str, tuple[Any, str]]) -> Values:
    if not given:
        return Values.model_construct()  # the defaults, without a validator: to build it takes 3 % of a command
    for name, (_, origin) in given.items():
        if name in REMOVED:
            raise BadSettings(f"the setting {name} ({origin}) is gone: {REMOVED[name]}")
        if not is_setting(name):
            names = setting_names()
            similar = get_close_matches(name, names, n=1)
            hint = f"did you mean {similar[0]}?" if similar else f"known are {', '.join(names)}"
            raise BadSettings(f"unknown setting {name} ({origin}): {hint}")
    try:
        return Values(**{name: value for name, (value, _) in given.items()})
    except ValidationError as error:
        name = str(error.errors(include_url=False, include_input=False)[0]["loc"][0])
        where = first_mistake(error, (Values, Values, Target)).removeprefix(name)
        raise BadSettings(f"{name} ({given[name][1]}){where}") from None


def shown(settings: Settings) -> list[dict[str, str]]:
    """Return each setting, its value with secrets masked, and its origin."""
    values = [("home", str(settings.home)), *_values_shown(settings)]
    origins = {"home": "ALMANAC_HOME" if os.environ.get("ALMANAC_HOME") else "default"} | dict(settings.origins)
    return [
        {"setting": name, "value": value, "from": origins.get(name.partition(".")[0], "default")}
        for name, value in values
    ]


def _values_shown(settings: Settings) -> Iterator[tuple[str, str]]:
    values: dict[str, Any] = {name: getattr(settings.values, name) for name in Values.model_fields}
    for name, value in {**values, **{site.setting: site.url for site in websites()}, **settings.sites}.items():
        if name == "database_url" and not is_stored(settings.values.database_url):
            yield name, settings.shown_database
        elif name == "targets" and settings.values.targets:
            for target, configured in settings.values.targets.items():
                given = configured.model_dump(exclude_unset=True)
                yield f"targets.{target}", ", ".join(f"{key} {part}" for key, part in given.items())
        else:
            yield name, str(value)
