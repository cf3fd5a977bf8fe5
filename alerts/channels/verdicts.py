"""Decides from the body of an answer whether a service took a message, and reports the service's own error.

DingTalk, WeCom, Feishu and Lark answer HTTP 200 to every request, with a code in the body. A message is delivered only
if the code says so. Other services refuse by their status. For any status, a body with "ok": false, "success": false or
an errcode other than 0 is a refusal, too.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from alerts.channels.errors import REFUSED, Refused, Undelivered
from alerts.channels.http_answers import ServiceAnswer
from alerts.channels.redaction import redacted
from alerts.channels.truncation import cut
from alerts.texts import one_line

LONGEST = 200


@dataclass(frozen=True)
class ResultCodes:
    """Names of the body fields in which a service states a result code; 0 is acceptance."""

    code: tuple[str, ...]
    """The field; later names are used if an answer does not have it."""
    words: tuple[str, ...]
    refused: frozenset[int]
    """Codes that refuse the content of the message, and not its sender, origin or rate."""


FEISHU = ResultCodes(("code", "StatusCode"), ("msg", "StatusMessage"), frozenset({9499, 19002, 11246}))
"""Older answers have StatusCode alone; newer ones have both."""
CODES = {
    # Wrong parameters, unknown type of message, unsafe links, words or pictures, too long.
    "dingtalk": ResultCodes(
        ("errcode",), ("errmsg",), frozenset({40035, 400105, 430101, 430102, 430103, 430104, 460100, 460101})
    ),
    # Unknown type of message, wrong parameters (also for a text that is too long), no text, too large.
    "wecombot": ResultCodes(("errcode",), ("errmsg",), frozenset({40008, 40058, 44004, 45002})),
    "feishu": FEISHU,
    "lark": FEISHU,
}
"""By Apprise's scheme. A missing keyword (DingTalk 310000, Feishu 19024) is a setting of the bot. It concerns every
message, so they wait until it is changed.
"""
ACCEPTED = (0, "0")
SLACK_REFUSED = ("invalid_payload", "no_text", "msg_too_long", "too_many_attachments", "invalid_blocks")
TEAMS_FAILED = re.compile(r"delivery failed with error.*?(?:HTTP error (\d{3})|$)", re.IGNORECASE | re.DOTALL)
"""A 200 of Teams with this text means that the service behind the address did not take the message."""
WORD = re.compile(r"[a-z]+(_[a-z]+)*")
"""A plain-text answer of Slack: `no_service`."""
ERROR_FIELDS = ("errmsg", "msg", "message", "description", "error", "errors", "StatusMessage")
CODE_FIELDS = ("errcode", "error_code", "code", "StatusCode")


def refusal(schemes: Iterable[str], answers: Sequence[ServiceAnswer], address: str) -> Undelivered | None:
    """Return the error if the service refused a message although the plugin reports success; else None."""
    codes = next((CODES[scheme] for scheme in schemes if scheme in CODES), None)
    if codes is not None:
        return _by_code(codes, answers, address)
    for answer in answers:
        fields = answer.fields
        if fields.get("ok") is False or fields.get("success") is False or fields.get("errcode", 0) not in ACCEPTED:
            number = fields.get("error_code")
            problem = Refused if number in REFUSED else Undelivered
            return problem(_shown(f"HTTP {answer.status}, refused: {service_error(answer)}", address), answer.pause)
        if "workflows" in schemes and (failed := TEAMS_FAILED.search(answer.text)):
            problem = Refused if failed[1] and int(failed[1]) in REFUSED else Undelivered
            return problem(_shown(f"HTTP {answer.status}, refused: {one_line(failed[0])}", address))
    return None


def _by_code(codes: ResultCodes, answers: Sequence[ServiceAnswer], address: str) -> Undelivered | None:
    if not answers:
        return Undelivered("no answer of the service was seen")
    for answer in answers:
        name = next((name for name in codes.code if name in answer.fields), None)
        code = answer.fields[name] if name else None
        if not isinstance(code, bool) and code in ACCEPTED:
            continue
        if name is None:
            return Undelivered(f"HTTP {answer.status}, and no {codes.code[0]} that says that the message was taken")
        words = next((answer.fields[name] for name in codes.words if name in answer.fields), "no reason is given")
        problem = Refused if code in codes.refused else Undelivered
        return problem(_shown(f"{name} {code}: {one_line(str(words))}", address))
    return None


def failed(answers: Sequence[ServiceAnswer], why: str, address: str) -> Undelivered | None:
    """The problem of a delivery that a plugin gave up, by the last answer of the service; None where none came."""
    if not answers:
        return None
    last = answers[-1]
    words = service_error(last)
    if last.pause is not None:
        # What the plugin logs then is how it tried once more at once, which it is not allowed to.
        return Undelivered(_shown(": ".join(filter(None, (f"HTTP {last.status}", words))), address), last.pause)
    refused = last.status in REFUSED or (last.status == 200 and words in SLACK_REFUSED)
    said = f"{why} ({words})" if words and words not in why else why
    return Refused(_shown(said, address)) if refused else Undelivered(_shown(said, address), last.pause)


def service_error(answer: ServiceAnswer) -> str:
    """Return the error text and code of an answer that refuses; empty if it has none."""
    if not answer.fields:
        return answer.text if WORD.fullmatch(answer.text) and len(answer.text) <= LONGEST else ""
    text = next((_joined(answer.fields[name]) for name in ERROR_FIELDS if answer.fields.get(name)), "")
    number = next((f"{name} {answer.fields[name]}" for name in CODE_FIELDS if name in answer.fields), "")
    return one_line(": ".join(filter(None, (number, text))))


def _joined(words: object) -> str:
    """Join several reasons in one text; for an object (Teams: `error`) its code and message."""
    if isinstance(words, list):
        return "; ".join(map(str, cast("list[object]", words)))
    if isinstance(words, dict):
        parts = cast("dict[str, object]", words)
        return ": ".join(str(parts[name]) for name in ("code", "message") if name in parts)
    return str(words)


def _shown(text: str, address: str) -> str:
    """Return a text without the secrets of an address, in a line of limited length."""
    return cut(redacted(one_line(text), address), LONGEST)
