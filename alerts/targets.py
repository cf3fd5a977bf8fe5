"""Targets of alerts as the settings describe them, and the patterns that select changes and alerts."""

from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from alerts.message import URGENCY, Message

DEFAULT_WATCHED = ("deepseek*",)
"""The default patterns of watched models."""
ENCODED = "whsec_"
"""The prefix of a Standard Webhooks secret, which is base64. Any other secret is used as it is."""
LOG = "log"
"""The target that always exists: the terminal and the log of the run in the UI. It takes every alert."""
UNORDERED = ("mailto", "mailtos")
"""Schemes of services that pass messages on in any order: mail servers."""
NAME = r"^[a-z0-9][a-z0-9_-]{0,39}$"
DeliveryOrder = Literal["written", "severity"]
"""The order in which a target gets its open deliveries: as written, or critical ones first."""
Patterns = Annotated[tuple[str, ...], Field(min_length=1)]


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
    kinds: Patterns = ("*",)
    """Patterns, like the next two: `price*`, `retirement*`."""
    models: Patterns = ("*",)
    """Names, or vendors with names: `deepseek/*`. An alert about no model (notices, peak hours, a source) passes."""
    sources: Patterns = ("*",)
    timeout_seconds: float = Field(default=10, gt=0, le=60)
    order: DeliveryOrder | None = None
    """None is the order that its service keeps: `severity` for e-mail, `written` for every other."""

    @model_validator(mode="after")
    def _one_address(self) -> "Target":
        if (self.url is None) == (self.webhook is None):
            raise ValueError("give either url (an address of Apprise) or webhook (https://…)")
        for name, address in (("url", self.url), ("webhook", self.webhook)):
            if address is not None and "://" not in address.get_secret_value():
                raise ValueError(f"{name} is no address: slack://…, mailto://…, https://…")
        if self.webhook is not None and not self.webhook.get_secret_value().startswith(("http://", "https://")):
            raise ValueError("webhook is an http:// or https:// address; what Apprise sends to is a url")
        if self.secret is not None and self.webhook is None:
            raise ValueError("secret signs what goes to a webhook, and there is none")
        return self

    @field_validator("secret")
    @classmethod
    def _key(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            signing_key(value)
        return value


def is_watched(names: Iterable[str], qualified_names: Iterable[str], patterns: Sequence[str]) -> bool:
    """Return True if a pattern matches a model: by its name or, if it has a slash, by vendor and name.

    `qualified_names` have the vendor in front, as in `deepseek/deepseek-v4-pro`.
    """
    return matches(names, patterns) or matches(qualified_names, [pattern for pattern in patterns if "/" in pattern])


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


def delivery_orders(targets: Mapping[str, Target]) -> dict[str, DeliveryOrder]:
    """Return the order of each target."""
    return {name: target.order or _usual_order(target) for name, target in targets.items()}


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
    scheme = target.url.get_secret_value().partition("://")[0].lower() if target.url else ""
    return "severity" if scheme in UNORDERED else "written"
