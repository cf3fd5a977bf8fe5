"""Escapes text of hostile pages: removes control characters, and neutralizes the markup of each kind of target.

Every title and body may contain text of a page. Control characters never get through: those that move a terminal's
cursor (C0 with ESC, DEL, C1), those that change the writing direction, and invisible ones. Each becomes U+FFFD, so that
a reader sees that something was there. A title is always one line.

The rest depends on the target. A dialect is chosen by the scheme of an Apprise address:

- PLAIN shows text as it is: e-mail (sent as text/plain), ntfy, this project's and Apprise's JSON, XML and forms,
  logs, SMS. Nothing else is changed.
- SLACK: `&`, `<` and `>` of a body become the entities that Slack asks for. This ends all its control sequences
  (`<!channel>`, `<@U1>`, `<http://x|y>`). The marks of mrkdwn become look-alikes. Apprise makes entities of a title
  in only one of its modes, so a title gets look-alikes for these, too.
- CHAT is for all others: Discord, Mattermost, Teams, Rocket.Chat, Zulip, Matrix, and unknown services. They read
  Markdown and some HTML, and each has its own mentions and rules for backslashes (Zulip knows none, Discord reads
  mentions before them). Nothing is escaped there: each character that could be markup becomes a look-alike, which
  is safe under any rules. A bare address may still become a link that shows where it leads. An underscore inside a
  word stays, as in `input_cache_hit`.
"""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

UNSEEN = (
    *range(9),
    *range(11, 32),
    *range(0x7F, 0xA0),
    0xAD,
    0x61C,  # turns the direction of writing, like 0x200E, 0x202A to 0x202E, 0x2066 to 0x2069
    *(0x115F, 0x1160, 0x3164, 0xFFA0),  # fillers of Hangul: letters of no width
    0x180E,
    # The joiners 0x200C and 0x200D stay: languages and emoji are written with them.
    0x200B,
    0x200E,
    0x200F,
    *range(0x2028, 0x202F),
    # The joiner of words 0x2060 stays: it keeps our own intervals in one piece.
    *range(0x2061, 0x2070),
    *range(0xD800, 0xE000),  # halves of characters: no UTF-8 can hold them
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
    0xFFFE,
    0xFFFF,
    *range(0xE0000, 0xE0080),
)
"""Tab and new line are not among them."""
CONTROL = dict.fromkeys(UNSEEN, "\N{REPLACEMENT CHARACTER}")
IN_JSON = {code: json.dumps(chr(code))[1:-1] for code in UNSEEN}
LOOK_ALIKES = str.maketrans("*`~|\\@[]{}", "∗ˋ∼¦＼＠［］｛｝")
ANGLES = str.maketrans("<>", "‹›")
ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
ENTITY = re.compile(r"&(?=#?\w+;)")
LOOSE_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
"""An underscore that is not between two letters or digits; those between them are no markup."""
LOOSE_HASH = re.compile(r"(?<![\w/])#")
"""The hash of a heading, a tag or a channel; not the hash of an address."""
COMMAND = re.compile(r"\A/")


def one_line(text: str) -> str:
    """Return a text without control characters and new lines, for a title, a cell or a reason."""
    return " ".join(lines(text).split())


def lines(text: str) -> str:
    """Return a text without control characters except new lines and tabs, for a body."""
    return text.replace("\r\n", "\n").translate(CONTROL)


def one_json(value: object) -> str:
    """Return JSON in one line that a terminal can show: only control characters are escaped."""
    return json.dumps(value, ensure_ascii=False).translate(IN_JSON)


def inert(text: str) -> str:
    """Return a text without markup for any service: possible markup becomes look-alikes."""
    return ENTITY.sub("＆", _unmarked(text).translate(ANGLES))


def slack(text: str) -> str:
    """Return a text as Slack expects it: with entities and without mrkdwn."""
    return _unmarked(text).translate(ENTITIES)


def _unmarked(text: str) -> str:
    loose = LOOSE_HASH.sub("＃", LOOSE_UNDERSCORE.sub("＿", text.translate(LOOK_ALIKES)))
    return COMMAND.sub("∕", loose)


def as_it_is(text: str) -> str:
    return text


@dataclass(frozen=True)
class Dialect:
    """Conversions of a title and a body for one kind of target, beyond control characters."""

    title: Callable[[str], str]
    body: Callable[[str], str]

    def written(self, title: str, body: str) -> tuple[str, str]:
        return self.title(one_line(title)), self.body(lines(body))


PLAIN, SLACK, CHAT = Dialect(as_it_is, as_it_is), Dialect(inert, slack), Dialect(inert, inert)
DIALECTS = dict.fromkeys(
    (
        *("mailto", "mailtos", "ntfy", "ntfys", "gotify", "gotifys", "pover", "prowl"),
        *("json", "jsons", "xml", "xmls", "form", "forms", "syslog", "rsyslog"),
        *("twilio", "vonage", "nexmo", "sns", "clickatell", "plivo", "sinch", "voipms"),
    ),
    PLAIN,
) | {"slack": SLACK}


def dialect(schemes: Iterable[str]) -> Dialect:
    """Return the dialect of a service that has these schemes."""
    return next((DIALECTS[scheme] for scheme in schemes if scheme in DIALECTS), CHAT)
