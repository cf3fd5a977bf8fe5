"""Whatever Apprise reaches (Slack, Discord, Teams, e-mail, ntfy and some 130 more), one message at a time.

What an address asks for in its parameters holds, but for what would break a promise of ours: how long it may take, how
often it is tried (the outbox does that), that a failure is one (`optional`), and that text is text (`format`). Apprise
neither cuts nor splits: a message comes to it as short as the service wants it (alerts/channels/truncation.py).
"""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from functools import partial
from logging import LogRecord
from typing import Any

from apprise import Apprise, AppriseAsset, NotifyBase, NotifyFormat, NotifyType, OverflowMode
from apprise.plugins import N_MGR as THE_PLUGINS
from pydantic import SecretStr

from alerts.channels.errors import Refused, Undelivered
from alerts.channels.http_answers import Answer, Listener, listening
from alerts.channels.log_capture import hushed
from alerts.channels.redaction import masked
from alerts.channels.retry_after import patiently
from alerts.channels.time_limit import within
from alerts.channels.truncation import Room, cut, fitted, json_bytes, utf8_bytes
from alerts.channels.verdicts import LONGEST, failed, refusal
from alerts.message import Message
from alerts.texts import dialect, one_line

PLUGINS: Any = THE_PLUGINS
"""Apprise's classes of services by scheme. The library keeps their types to itself."""
TYPES = {"info": NotifyType.INFO, "notice": NotifyType.INFO, "warning": NotifyType.WARNING}
"""By severity; a critical one is a failure to Apprise."""
ANSWERS = 4
"""A service may be asked several times for one message (to log in, to find a channel); each answer has its time, and
all of them together less than a claim (alerts/outbox.py, LEASE).
"""
ROOMS = {
    # Of one text, in UTF-8; from 5,120 bytes on it is refused (40058). Apprise knows no limit of this service.
    "wecombot": Room(0, 4096, shared=True, size=utf8_bytes),
    # 20,000 bytes of a request's JSON, in which a Chinese character takes six.
    **dict.fromkeys(("dingtalk", "feishu", "lark"), Room(0, 18_000, shared=True, size=json_bytes)),
}
"""Of services that count bytes, by scheme: a title and a body together."""
SERVICES = "https://appriseit.com/services"
CAUSES = {
    "timed out": "timed out",
    "Connection refused": "connection refused",
    "CERTIFICATE_VERIFY_FAILED": "its TLS certificate is not accepted",
    "certificate verify failed": "its TLS certificate is not accepted",
    "Name or service not known": "no such host",
    "name resolution": "no such host",
    "NameResolutionError": "no such host",
    "Connection reset": "it closed the connection",
    "Connection aborted": "it closed the connection",
    "unexpectedly closed": "it closed the connection",
}
"""What Apprise says for programmers, beside an address, and what we tell of it."""
SMTP_REFUSED = "SMTP 552"
"""A mail server has no room for a message of this size."""
SMTP = re.compile(r"\((\d{3}), b(['\"])(.*?)\2")


@dataclass(frozen=True)
class Service:
    """An address of Apprise."""

    address: SecretStr
    timeout_seconds: float

    def __call__(self, message: Message, _created_at: datetime) -> None:
        patiently(partial(self._send, message), ANSWERS * self.timeout_seconds)

    def _send(self, message: Message) -> None:
        address = self.address.get_secret_value()
        with hushed() as heard, listening() as listener:
            notify = partial(_notify, address, self.timeout_seconds, message, listener)
            if not within(ANSWERS * self.timeout_seconds, notify):
                raise _problem(heard, listener.answers, address)


def unusable(address: SecretStr) -> str | None:
    """Why Apprise cannot use an address, and what to do; nobody is asked for it."""
    try:
        with hushed():
            _plugin(address.get_secret_value())
    except Undelivered as problem:
        return str(problem)
    return None


def _notify(address: str, timeout_seconds: float, message: Message, listener: Listener) -> bool:
    """Whether the plugin could send. Raises Undelivered where the service answered that it did not take the message."""
    plugin: Any = _plugin(address)
    plugin.socket_connect_timeout = plugin.socket_read_timeout = timeout_seconds
    plugin.retry, plugin.optional = 0, False
    plugin.throttle = partial(_throttle, plugin.throttle, listener)
    plugin.notify_format, plugin.overflow_mode = NotifyFormat.TEXT, OverflowMode.UPSTREAM
    title, body = written(plugin, message)
    one: Any = Apprise(asset=plugin.asset)
    one.add(plugin)
    kind = TYPES.get(message.severity, NotifyType.FAILURE)
    sent = bool(one.notify(body=body or title, title=title, notify_type=kind, body_format=NotifyFormat.TEXT))
    problem = refusal(_schemes(plugin), listener.answers, address) if sent else None
    if problem is not None:
        raise problem
    return sent


def _throttle(usual: Callable[..., None], listener: Listener, *given: Any, **named: Any) -> None:  # noqa: ANN401
    """Wait as a plugin does between two requests; not before the first one, nor for a pause that a service asks for."""
    if listener.answers and not listener.is_asked_to_wait:
        usual(*given, **named)


def written(plugin: NotifyBase, message: Message) -> tuple[str, str]:
    """Title and body of a message in the dialect of a service, and in its room."""
    schemes = _schemes(plugin)
    title, body = dialect(schemes).written(message.title, message.body)
    usual = Room(plugin.title_maxlen, plugin.body_maxlen, plugin.overflow_amalgamate_title)
    counted = next((ROOMS[scheme] for scheme in schemes if scheme in ROOMS), None)
    return fitted(title, body, replace(counted, title=plugin.title_maxlen) if counted else usual)


def _schemes(plugin: NotifyBase) -> frozenset[str]:
    """The schemes of a service: `ntfy` and `ntfys`."""
    service: Any = plugin
    return frozenset(service.schemas())


def _plugin(address: str) -> NotifyBase:
    """The service of an address. Raises Undelivered with what to do."""
    scheme = address.partition("://")[0].lower()
    asset = AppriseAsset(
        app_id="Model Almanac",
        app_desc="Model Almanac",
        async_mode=False,
        # A redirect would take the tokens of a header along to wherever it leads.
        http_redirects=False,
        interpret_emojis=False,
        secure_logging=True,
    )
    if scheme in PLUGINS and not PLUGINS[scheme].enabled:
        raise Undelivered(f"{scheme}:// needs {_missing(PLUGINS[scheme])}")
    library: Any = Apprise
    with hushed() as heard:
        found: NotifyBase | None = library.instantiate(address, asset=asset)
    if found is not None:
        return found
    if scheme in PLUGINS:
        why = _said(heard, address) or "a part of it is missing or wrong"
        raise Undelivered(f"no {scheme}:// address as Apprise has them: {why}; see {PLUGINS[scheme].setup_url}")
    if scheme in ("http", "https"):
        raise Undelivered(f"no service of Apprise's has this {scheme}:// address: for our own JSON, set `webhook`")
    known: list[str] = PLUGINS.schemas()
    near = get_close_matches(scheme, known, n=1)
    hint = f"did you mean {near[0]}://?" if near else f"see {SERVICES}"
    raise Undelivered(f"Apprise knows no {one_line(scheme[:20])}:// addresses: {hint}")


def _missing(plugin: type[NotifyBase]) -> str:
    """What a service's plugin lacks to be of use here."""
    required = plugin.requirements.get("packages_required") or []
    packages = [required] if isinstance(required, str) else required
    return (
        "`pip install " + " ".join(f"'{name}'" for name in packages) + "`"
        if packages
        else "another system, or a library of it"
    )


def _problem(heard: Sequence[LogRecord], answers: Sequence[Answer], address: str) -> Undelivered:
    """Why a service did not take a message: by its last answer, else by what Apprise logged."""
    why, cause = _said(heard, address) or "Apprise gives no reason", _cause(heard, address)
    if cause is None and (answered := failed(answers, why, address)):
        return answered
    problem = Refused if cause is not None and cause.startswith(SMTP_REFUSED) else Undelivered
    return problem(f"{why} ({cause})" if cause else why)


def _said(heard: Sequence[LogRecord], address: str) -> str:
    """The warnings in a line, without secrets. A line with an address is for whoever wrote that."""
    said = [one_line(record.getMessage()) for record in heard if record.levelno >= logging.WARNING]
    told = dict.fromkeys(line.rstrip(".") for line in said if "://" not in line)
    return cut(masked("; ".join(told), address), LONGEST)


def _cause(heard: Sequence[LogRecord], address: str) -> str | None:
    """Why a connection failed, in words of ours: the library's hold the address."""
    for record in heard:
        text = record.getMessage()
        if record.levelno < logging.WARNING and text.startswith("Socket Exception"):
            if smtp := SMTP.search(text):
                return cut(masked(one_line(f"SMTP {smtp[1]}: {smtp[3]}"), address), LONGEST)
            return next((words for sign, words in CAUSES.items() if sign in text), None)
    return None
