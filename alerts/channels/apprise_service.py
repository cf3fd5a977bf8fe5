"""Sends a message to any service that Apprise supports (Slack, Discord, Teams, e-mail, ntfy and some 130 more).

The parameters of an address are kept, except those that would break the guarantees here: the timeout, the retries (the
outbox retries), `optional` (a failure is a failure) and `format` (text is text). Apprise neither cuts nor splits a
message, because it is already as short as the service allows (alerts/channels/truncation.py).
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
from alerts.channels.http_answers import AnswerCapture, ServiceAnswer, captured_answers
from alerts.channels.log_capture import captured_logs
from alerts.channels.redaction import redacted
from alerts.channels.retry_after import send_with_pauses
from alerts.channels.time_limit import run_within
from alerts.channels.truncation import TextLimits, cut, fit_message, json_bytes, utf8_bytes
from alerts.channels.urgency import marked, set_urgency
from alerts.channels.verdicts import LONGEST, failed, refusal
from alerts.message import Message
from alerts.texts import dialect, one_line

PLUGINS: Any = THE_PLUGINS
"""Apprise's service classes by scheme. The library does not export their types."""
TYPES = {"info": NotifyType.INFO, "notice": NotifyType.INFO, "warning": NotifyType.WARNING}
"""Apprise's types by severity; a critical alert is a failure to Apprise."""
ANSWERS = 4
"""Number of requests that a service may need for one message (to log in, to find a channel). Each has its own timeout,
and all together take less than a claim (alerts/outbox.py, LEASE).
"""
ROOMS = {
    # For one text, in UTF-8. It is refused from 5,120 bytes on (40058). Apprise has no limit for this service.
    "wecombot": TextLimits(0, 4096, shared=True, size=utf8_bytes),
    # 20,000 bytes of a request's JSON, in which a Chinese character takes six.
    **dict.fromkeys(("dingtalk", "feishu", "lark"), TextLimits(0, 18_000, shared=True, size=json_bytes)),
}
"""Limits of services that count bytes, by scheme, for title and body together."""
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
"""Texts of Apprise's logs, which may contain an address, and the reason that is reported for each."""
SMTP_REFUSED = "SMTP 552"
"""The mail server does not accept a message of this size."""
SMTP = re.compile(r"\((\d{3}), b(['\"])(.*?)\2")


@dataclass(frozen=True)
class Service:
    """A channel that sends through an Apprise address."""

    address: SecretStr
    timeout_seconds: float

    def __call__(self, message: Message, _created_at: datetime) -> None:
        send_with_pauses(partial(self._send, message), ANSWERS * self.timeout_seconds)

    def _send(self, message: Message) -> None:
        address = self.address.get_secret_value()
        with captured_logs() as records, captured_answers() as listener:
            notify = partial(_notify, address, self.timeout_seconds, message, listener)
            if not run_within(ANSWERS * self.timeout_seconds, notify):
                raise _problem(records, listener.answers, address)


def problem_of_address(address: SecretStr) -> str | None:
    """Return the reason why Apprise cannot use an address, with the next step; None if it can. No request is made."""
    try:
        with captured_logs():
            _plugin(address.get_secret_value())
    except Undelivered as problem:
        return str(problem)
    return None


def _notify(address: str, timeout_seconds: float, message: Message, listener: AnswerCapture) -> bool:
    """Send a message; return True if the plugin succeeded. Raises Undelivered if the service's answer is a refusal."""
    plugin: Any = _plugin(address)
    plugin.socket_connect_timeout = plugin.socket_read_timeout = timeout_seconds
    plugin.retry, plugin.optional = 0, False
    plugin.throttle = partial(_throttle, plugin.throttle, listener)
    plugin.notify_format, plugin.overflow_mode = NotifyFormat.TEXT, OverflowMode.UPSTREAM
    set_urgency(plugin, message.severity, _schemes(plugin), address)
    title, body = formatted(plugin, message)
    sender: Any = Apprise(asset=plugin.asset)
    sender.add(plugin)
    kind = TYPES.get(message.severity, NotifyType.FAILURE)
    sent = bool(sender.notify(body=body or title, title=title, notify_type=kind, body_format=NotifyFormat.TEXT))
    problem = refusal(_schemes(plugin), listener.answers, address) if sent else None
    if problem is not None:
        raise problem
    return sent


def _throttle(usual: Callable[..., None], listener: AnswerCapture, *given: Any, **named: Any) -> None:  # noqa: ANN401
    """Wait between two requests as the plugin does, but not before the first one or if the service asked to wait."""
    if listener.answers and not listener.is_asked_to_wait:
        usual(*given, **named)


def formatted(plugin: NotifyBase, message: Message) -> tuple[str, str]:
    """Return title and body in the dialect of a service, with the severity if need be, shortened to its limits."""
    schemes = _schemes(plugin)
    title, body = dialect(schemes).written(message.title, message.body)
    title = marked(title, message.severity, schemes)
    usual = TextLimits(plugin.title_maxlen, plugin.body_maxlen, plugin.overflow_amalgamate_title)
    counted = next((ROOMS[scheme] for scheme in schemes if scheme in ROOMS), None)
    return fit_message(title, body, replace(counted, title=plugin.title_maxlen) if counted else usual)


def _schemes(plugin: NotifyBase) -> frozenset[str]:
    """Return the schemes of a service: `ntfy` and `ntfys`."""
    service: Any = plugin
    return frozenset(service.schemas())


def _plugin(address: str) -> NotifyBase:
    """Return the plugin of an address. Raises Undelivered with the next step."""
    scheme = address.partition("://")[0].lower()
    asset = AppriseAsset(
        app_id="Model Almanac",
        app_desc="Model Almanac",
        async_mode=False,
        # A redirect would forward the tokens of a header to an unknown address.
        http_redirects=False,
        interpret_emojis=False,
        secure_logging=True,
    )
    if scheme in PLUGINS and not PLUGINS[scheme].enabled:
        raise Undelivered(f"{scheme}:// needs {_missing(PLUGINS[scheme])}")
    library: Any = Apprise
    with captured_logs() as records:
        plugin: NotifyBase | None = library.instantiate(address, asset=asset)
    if plugin is not None:
        return plugin
    if scheme in PLUGINS:
        why = _warnings(records, address) or "a part of it is missing or wrong"
        raise Undelivered(f"no {scheme}:// address as Apprise has them: {why}; see {PLUGINS[scheme].setup_url}")
    if scheme in ("http", "https"):
        raise Undelivered(f"no service of Apprise's has this {scheme}:// address: for our own JSON, set `webhook`")
    schemes: list[str] = PLUGINS.schemas()
    similar = get_close_matches(scheme, schemes, n=1)
    hint = f"did you mean {similar[0]}://?" if similar else f"see {SERVICES}"
    raise Undelivered(f"Apprise knows no {one_line(scheme[:20])}:// addresses: {hint}")


def _missing(plugin: type[NotifyBase]) -> str:
    """Return what has to be installed before a plugin can be used."""
    required = plugin.requirements.get("packages_required") or []
    packages = [required] if isinstance(required, str) else required
    return (
        "`pip install " + " ".join(f"'{name}'" for name in packages) + "`"
        if packages
        else "another system, or a library of it"
    )


def _problem(records: Sequence[LogRecord], answers: Sequence[ServiceAnswer], address: str) -> Undelivered:
    """Return the error of a service that did not take a message: from its last answer, else from Apprise's log."""
    why, cause = _warnings(records, address) or "Apprise gives no reason", _cause(records, address)
    if cause is None and (reported := failed(answers, why, address)):
        return reported
    problem = Refused if cause is not None and cause.startswith(SMTP_REFUSED) else Undelivered
    return problem(f"{why} ({cause})" if cause else why)


def _warnings(records: Sequence[LogRecord], address: str) -> str:
    """Return the logged warnings in one line, without secrets and without lines that contain an address."""
    texts = [one_line(record.getMessage()) for record in records if record.levelno >= logging.WARNING]
    distinct = dict.fromkeys(line.rstrip(".") for line in texts if "://" not in line)
    return cut(redacted("; ".join(distinct), address), LONGEST)


def _cause(records: Sequence[LogRecord], address: str) -> str | None:
    """Return the reason why a connection failed, in own words, because the library's text contains the address."""
    for record in records:
        text = record.getMessage()
        if record.levelno < logging.WARNING and text.startswith("Socket Exception"):
            if smtp := SMTP.search(text):
                return cut(redacted(one_line(f"SMTP {smtp[1]}: {smtp[3]}"), address), LONGEST)
            return next((reason for sign, reason in CAUSES.items() if sign in text), None)
    return None
