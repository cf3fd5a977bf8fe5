"""Passes the severity of an alert on to a service: as its priority, as headers of a mail, or as the start of the title.

Slack shows it as a colour, and JSON, XML and forms state it as a type: Apprise does that. Whatever the address of a
target says about the priority is kept.
"""

from collections.abc import Collection
from typing import Any
from urllib.parse import parse_qs

from apprise import NotifyBase

from models.kinds import Severity

INFO, NOTICE, WARNING, CRITICAL = Severity
NTFY = {INFO: "low", NOTICE: "default", WARNING: "high", CRITICAL: "max"}
GOTIFY = {INFO: 1, NOTICE: 5, WARNING: 8, CRITICAL: 10}
PUSHOVER = {INFO: -1, NOTICE: 0, WARNING: 1, CRITICAL: 1}
"""Not 2, which repeats a message until somebody confirms it: that is for the user to choose."""
PROWL = {INFO: -1, NOTICE: 0, WARNING: 1, CRITICAL: 2}
PRIORITIES: dict[str, dict[Severity, Any]] = {
    **dict.fromkeys(("ntfy", "ntfys"), NTFY),
    **dict.fromkeys(("gotify", "gotifys"), GOTIFY),
    "pover": PUSHOVER,
    "prowl": PROWL,
}
"""The priorities of services that have them, by scheme, as Apprise calls them."""
MAIL = ("mailto", "mailtos")
X_PRIORITY = {INFO: "5 (Lowest)", NOTICE: "3 (Normal)", WARNING: "2 (High)", CRITICAL: "1 (Highest)"}
IMPORTANCE = {INFO: "low", NOTICE: "normal", WARNING: "high", CRITICAL: "high"}
"""Headers of mails: Outlook and most others read `Importance`, some read `X-Priority`."""
SHOWN_BY_APPRISE = ("slack", "json", "jsons", "xml", "xmls", "form", "forms")
"""Services that show the type of a message, by scheme."""


def marked(title: str, severity: str, schemes: Collection[str]) -> str:
    """Return a title that starts with the severity if the service shows it in no other way, and in every mail."""
    if any(scheme in MAIL for scheme in schemes):
        return f"[{severity}] {title}"
    return title if any(scheme in (*PRIORITIES, *SHOWN_BY_APPRISE) for scheme in schemes) else f"{severity}: {title}"


def set_urgency(plugin: NotifyBase, severity: str, schemes: Collection[str], address: str) -> None:
    """Set the priority of a service, or the headers of a mail, unless the address sets them."""
    service: Any = plugin
    urgency = Severity(severity)
    for scheme in schemes:
        if scheme in PRIORITIES and not _has_priority(address):
            service.priority = PRIORITIES[scheme][urgency]
        if scheme in MAIL:
            given = {name.lower() for name in service.headers}
            own = {"X-Priority": X_PRIORITY[urgency], "Importance": IMPORTANCE[urgency]}
            service.headers |= {name: value for name, value in own.items() if name.lower() not in given}


def _has_priority(address: str) -> bool:
    return "priority" in {name.lower() for name in parse_qs(address.partition("?")[2], keep_blank_values=True)}
