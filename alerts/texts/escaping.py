"""Text of hostile pages on its way out: what every output drops, and what each dialect of a target must not see.

Everything in a title and a body may come from a page. Nowhere do control characters get through: not those that move
a terminal's cursor (C0 with ESC, DEL, C1), not those that turn the direction of writing, not those that nobody sees;
each becomes U+FFFD, so that a person sees that something was there. A title is one line, whatever it was.

Then it depends on who reads. A dialect is chosen by the scheme of an Apprise address:

- PLAIN, where text is shown as it is: e-mail (sent as text/plain), ntfy, our own and Apprise's JSON, XML and forms,
  logs, SMS. Nothing else is changed.
- SLACK: `&`, `<` and `>` of a body as the entities that Slack asks for, which ends all its control sequences
  (`<!channel>`, `<@U1>`, `<http://x|y>`), and the marks of mrkdwn as look-alikes. Of a title Apprise makes entities
  itself in one of its modes, and not in the other: so it has none to make.
- CHAT for everybody else: Discord, Mattermost, Teams, Rocket.Chat, Zulip, Matrix, and all that we do not know. They
  read Markdown, some HTML, and each has mentions and rules for backslashes of its own (Zulip knows none, Discord reads
  mentions before it reads them). So nothing is escaped there: whatever could be markup becomes a character that looks
  like it and means nothing, which holds under any rules. A bare address may still become a link: it shows where it
  leads. An underscore inside a word stays, and with it `input_cache_hit`.
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
"""A tab and a new line are not among them."""
CONTROL = dict.fromkeys(UNSEEN, "\N{REPLACEMENT CHARACTER}")
IN_JSON = {code: json.dumps(chr(code))[1:-1] for code in UNSEEN}
LOOK_ALIKES = str.maketrans("*`~|\\@[]{}", "∗ˋ∼¦＼＠［］｛｝")
ANGLES = str.maketrans("<>", "‹›")
ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
ENTITY = re.compile(r"&(?=#?\w+;)")
LOOSE_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
"""One that is not between two letters or digits: the other ones are no markup."""
LOOSE_HASH = re.compile(r"(?<![\w/])#")
"""The hash of a heading, a tag or a channel; not that of an address."""
COMMAND = re.compile(r"\A/")


def one_line(text: str) -> str:
    """As a title, a cell or a reason: without control characters and without new lines."""
    return " ".join(lines(text).split())


def lines(text: str) -> str:
    """As a body: without control characters but new lines and tabs."""
    return text.replace("\r\n", "\n").translate(CONTROL)


def one_json(found: object) -> str:
    """JSON in one line, its characters as they are but for control characters: a terminal may show it."""
    return json.dumps(found, ensure_ascii=False).translate(IN_JSON)


def inert(text: str) -> str:
    """No markup under the rules of any service: look-alikes for all that could be some."""
    return ENTITY.sub("＆", _unmarked(text).translate(ANGLES))


def slack(text: str) -> str:
    """As Slack wants a message's text: entities, and no mrkdwn."""
    return _unmarked(text).translate(ENTITIES)


def _unmarked(text: str) -> str:
    loose = LOOSE_HASH.sub("＃", LOOSE_UNDERSCORE.sub("＿", text.translate(LOOK_ALIKES)))
    return COMMAND.sub("∕", loose)


def as_it_is(text: str) -> str:
    return text


@dataclass(frozen=True)
class Dialect:
    """What is done to a title and to a body, beyond control characters."""

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
    """Of a service that has these schemes."""
    return next((DIALECTS[scheme] for scheme in schemes if scheme in DIALECTS), CHAT)
