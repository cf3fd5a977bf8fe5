"""Whether a service took a message, by the body of its answer; its own words and code where it did not.

DingTalk, WeCom, Feishu and Lark answer HTTP 200 to everything, with a code in the body: a message is delivered where
the code says so, and not where there is none. Every other service refuses by its status; whatever its status is, a body
that says "ok": false, "success": false or another errcode than 0 is a refusal, too.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from alerts.channels.errors import REFUSED, Refused, Undelivered
from alerts.channels.http_answers import Answer
from alerts.channels.redaction import masked
from alerts.channels.truncation import cut
from alerts.texts import one_line

LONGEST = 200


@dataclass(frozen=True)
class Codes:
    """Where a service says by a code in the body whether it took a message; 0 is acceptance."""

    code: tuple[str, ...]
    """The field; the next one where an answer does not have it."""
    words: tuple[str, ...]
    refused: frozenset[int]
    """The codes that refuse the message itself, and not who sends it, where from, or how often."""


FEISHU = Codes(("code", "StatusCode"), ("msg", "StatusMessage"), frozenset({9499, 19002, 11246}))
"""The bots' older answer has StatusCode alone; the newer one has both."""
CODES = {
    # Wrong parameters, an unknown kind of message, unsafe links, words or pictures, too long.
    "dingtalk": Codes(
        ("errcode",), ("errmsg",), frozenset({40035, 400105, 430101, 430102, 430103, 430104, 460100, 460101})
    ),
    # An unknown kind of message, wrong parameters (which a text that is too long is), no text, too large.
    "wecombot": Codes(("errcode",), ("errmsg",), frozenset({40008, 40058, 44004, 45002})),
    "feishu": FEISHU,
    "lark": FEISHU,
}
"""By Apprise's scheme. A keyword that a bot asks for and a message lacks (DingTalk 310000, Feishu 19024) is a setting
of the bot: it concerns every message, so they wait until it is put right.
"""
ACCEPTED = (0, "0")
SLACK_REFUSED = ("invalid_payload", "no_text", "msg_too_long", "too_many_attachments", "invalid_blocks")
TEAMS_FAILED = re.compile(r"delivery failed with error.*?(?:HTTP error (\d{3})|$)", re.IGNORECASE | re.DOTALL)
"""How Teams says in a 200 that its own service behind the address did not take a message."""
WORD = re.compile(r"[a-z]+(_[a-z]+)*")
"""What Slack answers instead of JSON: `no_service`."""
SAID = ("errmsg", "msg", "message", "description", "error", "errors", "StatusMessage")
NUMBERED = ("errcode", "error_code", "code", "StatusCode")


def refusal(schemes: Iterable[str], answers: Sequence[Answer], address: str) -> Undelivered | None:
    """Why a service did not take a message that its plugin takes for delivered, or None where it did."""
    codes = next((CODES[scheme] for scheme in schemes if scheme in CODES), None)
    if codes is not None:
        return _by_code(codes, answers, address)
    for answer in answers:
        fields = answer.fields
        if fields.get("ok") is False or fields.get("success") is False or fields.get("errcode", 0) not in ACCEPTED:
            number = fields.get("error_code")
            problem = Refused if number in REFUSED else Undelivered
            return problem(_shown(f"HTTP {answer.status}, refused: {own_words(answer)}", address), answer.pause)
        if "workflows" in schemes and (failed := TEAMS_FAILED.search(answer.text)):
            problem = Refused if failed[1] and int(failed[1]) in REFUSED else Undelivered
            return problem(_shown(f"HTTP {answer.status}, refused: {one_line(failed[0])}", address))
    return None


def _by_code(codes: Codes, answers: Sequence[Answer], address: str) -> Undelivered | None:
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


def failed(answers: Sequence[Answer], why: str, address: str) -> Undelivered | None:
    """The problem of a delivery that a plugin gave up, by the last answer of the service; None where none came."""
    if not answers:
        return None
    last = answers[-1]
    words = own_words(last)
    if last.pause is not None:
        # What the plugin logs then is how it tried once more at once, which it is not allowed to.
        return Undelivered(_shown(": ".join(filter(None, (f"HTTP {last.status}", words))), address), last.pause)
    refused = last.status in REFUSED or (last.status == 200 and words in SLACK_REFUSED)
    said = f"{why} ({words})" if words and words not in why else why
    return Refused(_shown(said, address)) if refused else Undelivered(_shown(said, address), last.pause)


def own_words(answer: Answer) -> str:
    """The words and the code of a service in an answer that it refuses something with; empty where they are unknown."""
    if not answer.fields:
        return answer.text if WORD.fullmatch(answer.text) and len(answer.text) <= LONGEST else ""
    words = next((_joined(answer.fields[name]) for name in SAID if answer.fields.get(name)), "")
    number = next((f"{name} {answer.fields[name]}" for name in NUMBERED if name in answer.fields), "")
    return one_line(": ".join(filter(None, (number, words))))


def _joined(words: object) -> str:
    """Several reasons in one text; of an object (Teams: `error`) its own code and message."""
    if isinstance(words, list):
        return "; ".join(map(str, cast("list[object]", words)))
    if isinstance(words, dict):
        parts = cast("dict[str, object]", words)
        return ": ".join(str(parts[name]) for name in ("code", "message") if name in parts)
    return str(words)


def _shown(text: str, address: str) -> str:
    """A text without the secrets of an address, in a line of the usual length."""
    return cut(masked(one_line(text), address), LONGEST)
