"""Every setting: its type, its default, its meaning, and its validation."""

import json
import re
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationInfo,
    field_validator,
    model_validator,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from alerts.targets import ANY, DEFAULT_WATCHED, LOG, NAME, SECRETS, Target, expect_match, is_stored
from flows.settings.errors import time_zone
from models.kinds import RUNGS
from scrapers.registry import FORMER, REGISTERED, SOURCES, websites
from scrapers.source import Source

NEVER_READ = "nobody has read it on real data"
SITE = r"^https?://[^/\s]+$"
LOGIN = re.compile(r"[!-9;-~]+:[!-~]{16,}")
"""`user:password`, as Prefect and HTTP basic authentication use it."""


def _without_login(address: str) -> str:
    if "@" in address:
        raise ValueError("an address of a site has no user and no password: they would not be sent. Take them out")
    return address


SiteUrl = Annotated[str, BeforeValidator(_without_login), Field(pattern=rf"{SITE}|^$")]
"""The address of a site; empty if it has none."""


def choices(sources: Mapping[str, Source] = SOURCES) -> dict[str, list[str]]:
    """Return for each setting that turns some of these sources on the names that it accepts."""
    found = dict[str, list[str]]()
    for setting, name in (source.chosen for source in sources.values() if source.chosen):
        found.setdefault(setting, []).append(name)
    return found


def setting_names() -> list[str]:
    """Return every setting, the addresses of sites last."""
    return [*Values.model_fields, *(site.setting for site in websites())]


def is_setting(name: str) -> bool:
    """Return True for a setting. Packages of sources are loaded until one has it, none for most settings."""
    return name in Values.model_fields or any(site.setting == name for site in websites())


def _split(value: object) -> object:
    return tuple(filter(None, re.split(r"[\s,]+", value))) if isinstance(value, str) else value


def _choosable(value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    setting = info.field_name or ""
    offered, former = choices().get(setting, []), choices(FORMER).get(setting, ())
    if gone := [name for name in value if name in former]:
        raise ValueError(f"{gone[0]!r} is not offered any more, since {NEVER_READ}: known are {', '.join(offered)}")
    if unknown := [name for name in value if name not in offered]:
        raise ValueError(f"unknown {unknown[0]!r}: known are {', '.join(offered)}")
    return value


LogFormat = Literal["text", "json"]
Words = Annotated[tuple[str, ...], BeforeValidator(_split)]
"""Words; separated by commas or spaces in a variable."""
ChosenNames = Annotated[Words, AfterValidator(_choosable)]
"""Names that turn sources on."""


def database_address(text: str) -> str:
    """Return a database address with an absolute path. Raises ValueError with valid examples."""
    try:
        url = make_url(text)
    # A port that is no number is a ValueError, whose message has what stands there: a part of the password, maybe.
    except (ArgumentError, ValueError):
        raise ValueError("not a database address: sqlite:////path/to/file.db or postgresql://…") from None
    if url.drivername == "postgresql" and "@" in f"{url.host}{url.database}":
        raise ValueError("write an @ in the user or password as %40: postgresql://me:a%40b@host/name")
    if url.drivername not in ("sqlite", "postgresql"):
        raise ValueError(f"{url.drivername} is not supported: sqlite:////path/to/file.db or postgresql://…")
    if url.drivername == "sqlite":
        if "?" in text and not url.query:
            raise ValueError("the path of a database cannot have a ?, because its address ends there")
        if url.database in (None, "", ":memory:") or str(url.database).startswith("file:"):
            raise ValueError("a history needs a file to be kept in: sqlite:////path/to/file.db")
        url = url.set(database=str(Path(str(url.database)).expanduser().absolute()))
    return url.render_as_string(hide_password=False)


def login(text: str) -> str:
    """Return `user:password`. Raises ValueError."""
    if not LOGIN.fullmatch(text):
        raise ValueError("is user:password in one line, with at least 16 characters of password and no spaces")
    return text


def web_address(text: str) -> str:
    """Return an http(s) address. Raises ValueError."""
    if not text.startswith(("http://", "https://")):
        raise ValueError("not an http:// or https:// address")
    return text


def _with_stored(name: object, target: object) -> object:
    """Return a target with the secrets that a file or a command has. Raises ValueError."""
    if not isinstance(target, dict):
        return target
    given = cast(dict[str, Any], target)
    if not any(str(key).endswith(("_file", "_command")) for key in given):
        return given
    from flows.settings.stored_secret import stored_secrets  # most settings have their secrets in them

    try:
        return stored_secrets(given, SECRETS)
    except ValueError as error:
        raise ValueError(f"{name} {error}") from None


def _as_it_is(text: str) -> str:
    return text


def secret_checks() -> dict[str, Callable[[str], str]]:
    """Return the settings that are secrets, each with the check of its value."""
    checks = {"database_url": database_address, "heartbeat_url": web_address, "auth_string": login}
    return {
        name: checks.get(name, _as_it_is)
        for name, field in Values.model_fields.items()
        if field.annotation is SecretStr
    }


def _checked_secret(value: SecretStr, info: ValidationInfo) -> SecretStr:
    if is_stored(value) or not value.get_secret_value():
        return value
    return SecretStr(secret_checks()[info.field_name or ""](value.get_secret_value()))


class Values(BaseModel):
    """Every setting with its default; an empty `database_url` means `almanac.db` in the home.

    The address of each site that a registered source is read from is a setting, too: `deepseek_url`. It has no default
    here: a site has its own.
    """

    # Many homes have no settings: the validator is built for the first one.
    model_config = ConfigDict(extra="allow", frozen=True, defer_build=True)
    __pydantic_extra__: dict[str, SiteUrl] = Field(init=False)  # pyright: ignore[reportIncompatibleVariableOverride]

    database_url: SecretStr = SecretStr("")
    contact: str = Field(default="", max_length=200, pattern=r"^[\x20-\x7e]*$")
    """An address or URL for the User-Agent, so that a site's owner can reach the operator."""
    deepseek_api_key: SecretStr = SecretStr("")
    """A key of DeepSeek's API: with it, the ids that the API lists are read, too."""
    openai_api_key: SecretStr = SecretStr("")
    """A key of OpenAI's API: with it, the days on which its models shut down are read."""
    mistral_api_key: SecretStr = SecretStr("")
    """A key of Mistral's API: with it, the ends of its models are read."""
    wayback_url: Annotated[str, BeforeValidator(_without_login), Field(pattern=SITE)] = "https://web.archive.org"
    """The web archive that `almanac backfill wayback` reads."""
    artificial_analysis_key: SecretStr = SecretStr("")
    """A key of Artificial Analysis's Data API: with it, its scores are read."""
    artificial_analysis_requests_per_day: int = Field(default=25, ge=0)
    """Maximum number of requests to that API per UTC day (free keys allowed 25 to 1,000 in mid-2026)."""
    sources: Words = ()
    """Sources that are read on schedule; empty means all that the settings of pages and
    subsets below do not exclude. Separated by commas in a variable.
    """
    sources_file: str = ""
    """A file with sources of your own; empty means `sources.toml` in the home, if there is one. Relative to the
    settings file.
    """
    arena_subsets: ChosenNames = ("text", "text_style_control", "webdev", "vision")
    """Subsets of Arena's official dataset that are read."""
    arena_pages: ChosenNames = ()
    """Boards (`text`, `code`, …) whose pages are read, too. The site's terms forbid this to programs: you decide."""
    artificial_analysis_pages: ChosenNames = ()
    """`models` reads Artificial Analysis's page, too. The site's terms forbid this to programs: you decide."""
    openai_pages: ChosenNames = ()
    """`pricing` and `deprecations` read those pages of OpenAI. Its terms forbid this to programs: you decide."""
    xai_pages: ChosenNames = ()
    """`pricing` reads xAI's page of prices. Its terms have conditions for programs: you decide."""
    vendor_pages: ChosenNames = ()
    """Names of sources that are pages of further vendors, whose terms nobody has read for you: you decide."""
    watch: Words = DEFAULT_WATCHED
    """Patterns of models on leaderboards that alert: `deepseek*`."""
    uses: Words = ("*",)
    """Patterns of models that your products call; deadlines of other models send no reminders."""
    ladder: Annotated[tuple[Annotated[int, Field(ge=0, le=365)], ...], BeforeValidator(_split)] = RUNGS
    """Days before a deadline on which a reminder is sent."""
    time_zone: str = "UTC"
    """The time zone of the readers of alerts; every instant is shown in UTC, too."""
    currency: str = Field(default="USD", pattern=r"^[A-Z]{3}$")
    """The currency whose prices alerts tell, where the vendor states them in it; the others are in SQL."""
    language: str = Field(default="en", pattern=r"^[a-z]{2}$")
    """The language whose notices alerts tell, where the page exists in it."""
    workload: str = ""
    """A file as for `almanac cost`: alerts of prices state the effect on its bill. Relative to the settings file."""
    targets: dict[str, Target] = Field(default={})
    """Targets of alerts by name, besides the log. JSON in a variable."""
    feeds: str = ""
    """The folder of the calendar and the feed; empty means `feeds` in the home. Relative to the settings file."""
    heartbeat_url: SecretStr = SecretStr("")
    """Requested after every good cycle, so that a monitoring service notices when cycles stop."""
    port: int = Field(default=4200, ge=1, le=65535)
    """Port of Prefect's UI for `almanac up`; the next free one if it is taken."""
    listen: str = "127.0.0.1"
    """The address on which the server of `almanac up` listens beside loopback: `10.0.0.5`, or `0.0.0.0` for all."""
    public_url: Annotated[str, BeforeValidator(_without_login), Field(pattern=rf"{SITE}|^$")] = ""
    """The address by which others reach the server, as that of a proxy with TLS: `https://almanac.example`."""
    shared_hosts: bool = False
    """True where runs on several machines read: they take turns at each host (`python -m flows.host_turns`)."""
    auth_string: SecretStr = SecretStr("")
    """`user:password` of the server of `almanac up`, of its UI and of its clients; empty means the file `auth`."""

    keep_runs_days: int = Field(default=30, ge=1, le=3650)
    """Days after which Prefect's server removes a run that has ended, its logs and its artifacts."""
    metrics_port: int = Field(default=0, ge=0, le=65535)
    """Port of 127.0.0.1 on which `almanac up` answers Prometheus; 0 is none."""
    log_format: LogFormat = "text"
    """The form of lines of logs: `text` for people, `json` for programs."""

    @model_validator(mode="before")
    @classmethod
    def _addressed(cls, given: dict[str, Any]) -> dict[str, Any]:
        if unknown := [name for name in given if not is_setting(name)]:
            raise ValueError(f"unknown setting {min(unknown)}: known are {', '.join(setting_names())}")
        return given

    @field_validator("sources")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if former := [name for name in value if name in FORMER]:
            raise ValueError(
                f"{former[0]!r} is not offered any more, since {NEVER_READ}: known are {', '.join(SOURCES)}"
            )
        if unknown := [name for name in value if name not in SOURCES]:
            raise ValueError(f"unknown source {unknown[0]!r}: known are {', '.join(SOURCES)}")
        return value

    @field_validator("targets", mode="before")
    @classmethod
    def _parsed(cls, value: object) -> object:
        try:
            given: object = json.loads(value) if isinstance(value, str) else value
        except (ValueError, RecursionError):
            raise ValueError('not JSON: {"team": {"url": "slack://…"}}') from None
        if not isinstance(given, dict):
            return given
        return {name: _with_stored(name, target) for name, target in cast(dict[object, object], given).items()}

    @field_validator("targets")
    @classmethod
    def _named(cls, value: dict[str, Target], info: ValidationInfo) -> dict[str, Target]:
        for name, target in value.items():
            if name == LOG or not re.fullmatch(NAME, name):
                raise ValueError(
                    f"{name!r} is not a name for a target: use small letters, digits, - and _, and not {LOG!r}"
                )
            if target.min_per_month is not None and not info.data.get("workload"):
                raise ValueError(f"{name} min_per_month needs a bill: set `workload`")
            for pattern in () if target.sources == ANY else target.sources:
                expect_match(pattern, REGISTERED, f"{name} sources", "source")
        zone, uses = info.data.get("time_zone", "UTC"), info.data.get("uses", ANY)
        return {name: target.within(zone, uses) if target.is_shaped else target for name, target in value.items()}

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        return time_zone(value)

    @field_validator("listen")
    @classmethod
    def _address(cls, value: str) -> str:
        try:
            return str(ip_address(value))
        except ValueError:
            raise ValueError(
                f"{value!r} is not the address of a machine: write one such as 127.0.0.1, 10.0.0.5, or 0.0.0.0 for all"
            ) from None

    @field_validator("database_url", "heartbeat_url", "auth_string")
    @classmethod
    def _valid(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        return _checked_secret(value, info)
