"""Targets of alerts as the settings describe them, and the patterns that select changes and alerts."""

from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, SecretStr, field_validator, model_validator

from alerts.message import URGENCY, Message
from models.facts import without_day

DEFAULT_WATCHED = ("deepseek*",)
"""The default patterns of watched models."""
ENCODED = "whsec_"
"""The prefix of a Standard Webhooks secret, which is base64. Any other secret is used as it is."""
LOG = "log"
"""The target that always exists: the terminal and the log of the run in the UI. It takes every alert."""
LONGEST_WAIT = timedelta(days=1)
"""No target is left alone for longer after an attempt, whatever it asks for."""
UNORDERED = ("mailto", "mailtos")
"""Schemes of services that pass messages on in any order: mail servers."""
ANY = ("*",)
"""The patterns that everything matches."""
NAME = r"^[a-z0-9][a-z0-9_-]{0,39}$"
DeliveryOrder = Literal["written", "severity"]
"""The order in which a target gets its open deliveries: as written, or critical ones first."""
SendingOrder = DeliveryOrder | Literal["digest"]
"""The same, and that of a target which gets digests: alerts that go alone as written, then those of a digest."""
Patterns = Annotated[tuple[str, ...], Field(min_length=1)]


class UnreadableSecret(Exception):
    """A secret cannot be read; the message names its setting and what to do, and nothing of the secret."""


class Target(BaseModel):
    """One target: its address, its timeout and its filters. An alert has to pass all four filters."""

    # Most settings have no target: its validator is built with the first one.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    url: SecretStr | None = None
    """An Apprise address: `slack://…`, `mailto://…`, `ntfy://…`."""
    webhook: SecretStr | None = Field(default=None)
    """An http(s) address that takes this project's JSON."""
    secret: SecretStr | None = None
    """Signs the requests to a webhook (HMAC-SHA256): any text, or `whsec_` and base64."""
    severity: Literal["info", "notice", "warning", "critical"] = "notice"
    """The mildest severity that it takes."""
    kinds: Patterns = ANY
    """Patterns, like the next two: `price*`, `retirement*`."""
    models: Patterns = ANY
    """Names, or vendors with names: `deepseek/*`. An alert about no model (notices, peak hours, a source) passes."""
    sources: Patterns = ANY
    timeout_seconds: float = Field(default=10, gt=0, le=60)
    order: DeliveryOrder | None = None
    """None is the order that its service keeps: `severity` for e-mail, `written` for every other."""
    digest: Literal["hourly", "daily", "weekly"] | None = None
    """The interval at which it gets its alerts, in one message; None is each alert at once."""
    digest_at: str | None = None
    """The local time of a digest: `08:00`, `monday 08:00`."""
    digest_critical: bool = False
    """True if critical alerts wait for the digest, too."""
    min_percent: Decimal | None = Field(default=None, gt=0)
    """The smallest change of a price that it takes, in per cent."""
    min_per_month: Decimal | None = Field(default=None, gt=0)
    """The smallest change of the workload's bill that it takes, a month, in the currency of the bill."""
    used_only: bool = False
    """True if it takes alerts of models in `uses` alone, and of those that they route to or from."""
    _zone: str = PrivateAttr("UTC")
    _used: tuple[str, ...] = PrivateAttr(ANY)

    @model_validator(mode="after")
    def _one_address(self) -> "Target":
        if (self.url is None) == (self.webhook is None):
            raise ValueError("give either url (an address of Apprise) or webhook (https://…)")
        for address, check in ((self.url, _service), (self.webhook, _webhook)):
            if address is not None and not is_stored(address):
                check(address.get_secret_value())
        if self.secret is not None and self.webhook is None:
            raise ValueError("secret signs what goes to a webhook, and there is none")
        return self

    @model_validator(mode="after")
    def _digest_time(self) -> "Target":
        if self.digest is None:
            if self.digest_at is not None or self.digest_critical:
                raise ValueError('there is no digest: digest = "hourly", "daily" or "weekly"')
            return self
        from alerts.digests import local_time  # most settings have no digest

        local_time(self.digest, self.digest_at)
        return self

    @property
    def stored_secrets(self) -> list[SecretStr]:
        """Its secrets that a file or a command has."""
        return [secret for secret in (self.url, self.webhook, self.secret) if secret and is_stored(secret)]

    @property
    def zone(self) -> str:
        """The time zone of `digest_at`."""
        return self._zone

    @property
    def used(self) -> tuple[str, ...]:
        """The patterns of models that `used_only` lets pass."""
        return self._used

    @property
    def is_shaped(self) -> bool:
        """True if some alerts that pass its filters are sent later, or not at all."""
        return bool(self.digest or self.min_percent or self.min_per_month or self.used_only)

    def within(self, time_zone: str, uses: tuple[str, ...]) -> "Target":
        """Return the target with the time zone and the used models of the settings that it is in."""
        copy = self.model_copy()
        copy._zone, copy._used = time_zone, uses
        return copy

    @field_validator("kinds")
    @classmethod
    def _known_kinds(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in () if value == ANY else value:
            expect_match(pattern, alert_kinds(), "kinds", "kind")
        return value

    @field_validator("secret")
    @classmethod
    def _key(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not is_stored(value):
            signing_key(value)
        return value


def is_stored(secret: SecretStr) -> bool:
    """Return True if a file or a command has a secret: then it is checked when it is first read."""
    return type(secret) is not SecretStr


def _service(address: str) -> str:
    if "://" not in address:
        raise ValueError("url is no address: slack://…, mailto://…, https://…")
    return address


def _webhook(address: str) -> str:
    if not address.startswith(("http://", "https://")):
        raise ValueError("webhook is an http:// or https:// address; what Apprise sends to is a url")
    return address


def _signing(secret: str) -> str:
    signing_key(SecretStr(secret))
    return secret


SECRETS = {"url": _service, "webhook": _webhook, "secret": _signing}
"""The secrets of a target, each with the check of its value, which raises ValueError."""


def model_patterns(
    targets: Mapping[str, Target], uses: Sequence[str], watched: Sequence[str] = DEFAULT_WATCHED
) -> dict[str, Sequence[str]]:
    """Return the patterns of models that settings name, by setting, without those that are defaults."""
    named: dict[str, Sequence[str]] = {f"target {name}": target.models for name, target in targets.items()}
    named |= {"uses": uses, "watch": watched}
    return {name: patterns for name, patterns in named.items() if tuple(patterns) not in (ANY, DEFAULT_WATCHED)}


def alert_kinds() -> list[str]:
    """Return every kind of alert: of changes that are news, and of reminders."""
    # most settings name no kind
    from models.kinds import CALENDAR_ENDS, CLOCK_IN_DOUBT, ChangeKind, DeadlineKind, ReminderState

    states = (ReminderState.AHEAD, ReminderState.CANCELLED)
    reminders = (f"{kind} {state}" for kind in DeadlineKind for state in states)
    changes = (str(kind) for kind in ChangeKind if kind.is_news)
    return list(dict.fromkeys([*changes, *reminders, CALENDAR_ENDS, CLOCK_IN_DOUBT]))


def expect_match(pattern: str, known: Iterable[str], where: str, thing: str) -> None:
    """Raise ValueError with near names, unless a pattern matches a known name."""
    names = list(known)
    if matches(names, [pattern]):
        return
    raise ValueError(f"{where}: no {thing} matches {pattern!r}: did you mean {', '.join(_near(pattern, names))}?")


def _near(pattern: str, names: Iterable[str], most: int = 3) -> list[str]:
    """Return the names that are most like a pattern, as a whole or at their beginning."""
    from difflib import SequenceMatcher  # only a mistake needs it

    typed = pattern.strip("*?").lower()
    ratios = {
        name: max(SequenceMatcher(None, typed, text).ratio() for text in (name.lower(), name.lower()[: len(typed)]))
        for name in names
    }
    return sorted(ratios, key=lambda name: -ratios[name])[:most]


def is_watched(names: Iterable[str], qualified_names: Iterable[str], patterns: Sequence[str]) -> bool:
    """Return True if a pattern matches a model: by its name or, if it has a slash, by vendor and name.

    `qualified_names` have the vendor in front, as in `deepseek/deepseek-v4-pro`. A pattern also matches a name without
    the day of its release: who calls `claude-sonnet-4-5` is concerned by the end of `claude-sonnet-4-5-20250929`.
    """
    with_vendor = [pattern for pattern in patterns if "/" in pattern]
    return matches(_both(names), patterns) or matches(_both(qualified_names), with_vendor)


def _both(names: Iterable[str]) -> set[str]:
    return {called for name in names for called in (name, without_day(name))}


def matches(names: Iterable[str], patterns: Sequence[str]) -> bool:
    """Return True if a name matches a pattern, as file names do, in any case."""
    return any(fnmatchcase(name.lower(), pattern.lower()) for name in names for pattern in patterns)


def signing_key(secret: SecretStr) -> bytes:
    """Return the bytes of a signing key. Raises ValueError for an empty secret or invalid base64."""
    text = secret.get_secret_value()
    try:
        key = b64decode(text.removeprefix(ENCODED), validate=True) if text.startswith(ENCODED) else text.encode()
    except ValueError:
        key = b""
    if not key:
        raise ValueError(f"secret is any text, or base64 behind {ENCODED}")
    return key


def delivery_orders(targets: Mapping[str, Target]) -> dict[str, SendingOrder]:
    """Return the order of each target."""
    return {
        name: "digest" if target.digest else target.order or _usual_order(target) for name, target in targets.items()
    }


def takes(target: Target, message: Message) -> bool:
    """Return True if an alert passes the filters of a target."""
    return (
        URGENCY.index(message.severity) >= URGENCY.index(target.severity)
        and matches({message.kind, *message.kinds}, target.kinds)
        and matches([message.source], target.sources)
        and (not message.models or is_watched(message.models, message.qualified_names, target.models))
    )


def takers(targets: Mapping[str, Target], message: Message) -> list[str]:
    """Return the names of the targets that take an alert, the log first."""
    return [LOG, *(name for name, target in targets.items() if takes(target, message))]


def _usual_order(target: Target) -> DeliveryOrder:
    if target.url is None or is_stored(target.url):
        return "written"
    scheme = target.url.get_secret_value().partition("://")[0].lower()
    return "severity" if scheme in UNORDERED else "written"
