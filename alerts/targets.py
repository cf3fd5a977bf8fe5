"""Where alerts go: a target as the settings describe it, and which alerts it takes."""

from base64 import b64decode
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from alerts.message import URGENCY, Message
from alerts.watchlist import is_watched, matches

ENCODED = "whsec_"
"""Before a secret of Standard Webhooks, which is base64; any other is taken as it is."""
LOG = "log"
"""The target that is always there: the terminal, and the log of the run in the UI. It takes everything."""
UNORDERED = ("mailto", "mailtos")
"""Schemes of services that pass messages on in any order: mail servers."""
NAME = r"^[a-z0-9][a-z0-9_-]{0,39}$"
Order = Literal["written", "severity"]
"""In which order a target gets what waits for it: as it was written, or what is critical first."""
Patterns = Annotated[tuple[str, ...], Field(min_length=1)]


class Target(BaseModel):
    """One target: its address, how long to wait for it, and its filters. An alert has to pass all four."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: SecretStr | None = None
    """An address of Apprise: `slack://…`, `mailto://…`, `ntfy://…`."""
    webhook: SecretStr | None = Field(default=None)
    """An http(s) address that takes our own JSON."""
    secret: SecretStr | None = None
    """Signs what goes to a webhook (HMAC-SHA256): any text, or `whsec_` and base64."""
    severity: Literal["info", "notice", "warning", "critical"] = "notice"
    """The mildest that it takes."""
    kinds: Patterns = ("*",)
    """As patterns, like the next two: `price*`, `retirement*`."""
    models: Patterns = ("*",)
    """Names, or vendors with names: `deepseek/*`. What is about no model (notes, peak hours, a source) passes."""
    sources: Patterns = ("*",)
    timeout_seconds: float = Field(default=10, gt=0, le=60)
    order: Order | None = None
    """Null is the order that its service keeps: `severity` for e-mail, `written` for every other."""

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


def signing_key(secret: SecretStr) -> bytes:
    """The bytes that sign. Raises ValueError where a secret as of Standard Webhooks is no base64, or there is none."""
    text = secret.get_secret_value()
    try:
        found = b64decode(text.removeprefix(ENCODED), validate=True) if text.startswith(ENCODED) else text.encode()
    except ValueError:
        found = b""
    if not found:
        raise ValueError(f"secret is any text, or base64 behind {ENCODED}")
    return found


def orders(targets: Mapping[str, Target]) -> dict[str, Order]:
    """The order in which each target gets its messages."""
    return {name: target.order or _usual_order(target) for name, target in targets.items()}


def _usual_order(target: Target) -> Order:
    scheme = target.url.get_secret_value().partition("://")[0].lower() if target.url else ""
    return "severity" if scheme in UNORDERED else "written"


def takes(target: Target, message: Message) -> bool:
    """Whether a target wants to hear this."""
    return (
        URGENCY.index(message.severity) >= URGENCY.index(target.severity)
        and matches({message.kind, *message.kinds}, target.kinds)
        and matches([message.source], target.sources)
        and (not message.models or is_watched(message.models, message.qualified_names, target.models))
    )


def takers(targets: Mapping[str, Target], message: Message) -> list[str]:
    """The names of the targets that hear of it, the log first."""
    return [LOG, *(name for name, target in targets.items() if takes(target, message))]
