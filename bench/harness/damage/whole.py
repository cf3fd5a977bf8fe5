"""Damage to a page as a whole: another page, none at all, other bytes; entries, posts and the list of the API."""

import html
import json
import re
from collections.abc import Callable
from random import Random

from bench.harness.damage.base import ARTICLE, DAMAGED, BasePage, bases, exchanged, pick, put, two
from samples.deepseek.home import home

ENTRY = re.compile(r"<h2[^>]*>Date.*?(?=<hr>|</div>)|<h2[^>]*>时间.*?(?=<hr>|</div>)", re.DOTALL)
SECTION = re.compile(r"<h3[^>]*>.*?(?=<h3|<hr>|</div>)", re.DOTALL)
POST = re.compile(r"<!-- page \S+ -->\n.*?</html>\n", re.DOTALL)
LOGIN = (
    '<!doctype html><html lang="en"><head><title>Log in</title></head><body><h1>Log in</h1><form method="post">'
    '<input name="email"><input name="password" type="password"><button>Log in</button></form></body></html>'
)
CHALLENGE = (
    '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title><meta name="robots" content="noindex">'
    '</head><body><div class="main-wrapper"><h1>api-docs.deepseek.com</h1><p id="challenge-error-text">Enable '
    "JavaScript and cookies to continue</p></div><script>window._cf_chl_opt={};</script></body></html>"
)
ERRORS = (
    '{"error":{"message":"Service unavailable","type":"server_error","code":null}}',
    '{"status":200,"data":[]}',
    '{"object":"list","data":[]}',
    "null",
    "[]",
    "<html><body><h1>502 Bad Gateway</h1></body></html>\n",
)

JsonObject = dict[str, object]
OTHER_TYPES: tuple[object, ...] = (None, 1, 1.5, True, "", "x y", [], {}, ["deepseek-v4-pro"])


def stranger(base: BasePage, rng: Random) -> str | bytes:
    """Somebody else's page, or none."""
    other = rng.choice([source for source in DAMAGED if source != base.source])
    pages: tuple[Callable[[], str | bytes], ...] = (
        lambda: LOGIN,
        lambda: CHALLENGE,
        lambda: rng.choice(ERRORS),
        lambda: home(base.at),
        lambda: home(base.at, "zh"),
        lambda: rng.choice(bases(other)).body,
        lambda: b"",
        lambda: rng.randbytes(rng.randrange(1, 5000)),
        lambda: base.text.encode("utf-16"),
        lambda: base.text.encode("utf-16-be"),
    )
    return rng.choice(pages)()


def in_a_stranger(base: BasePage, rng: Random) -> str | None:
    """The frame of the page around what somebody else says."""
    article = pick(rng, list(ARTICLE.finditer(base.text)))
    said = rng.choice((LOGIN, CHALLENGE, *ERRORS, home(base.at), html.escape(base.text)))
    return article and put(base.text, article, f'<div class="theme-doc-markdown markdown">{said}</div>')


def entities(base: BasePage, rng: Random) -> str | None:
    """Digits as HTML entities, which show as the same digits."""
    article = pick(rng, list(ARTICLE.finditer(base.text)))
    share = rng.random()

    def piece(match: re.Match[str]) -> str:
        return re.sub("[0-9]", lambda digit: f"&#{ord(digit[0])};" if rng.random() < share else digit[0], match[0])

    return article and put(base.text, article, re.sub(r">[^<&]+<", piece, article[0]))


def dropped(find: re.Pattern[str]) -> Callable[[BasePage, Random], str | None]:
    def damage(base: BasePage, rng: Random) -> str | None:
        part = pick(rng, list(find.finditer(base.text)))
        return part and put(base.text, part, "")

    return damage


def doubled(find: re.Pattern[str]) -> Callable[[BasePage, Random], str | None]:
    def damage(base: BasePage, rng: Random) -> str | None:
        part = pick(rng, list(find.finditer(base.text)))
        return part and put(base.text, part, part[0] * 2)

    return damage


def moved(find: re.Pattern[str]) -> Callable[[BasePage, Random], str | None]:
    def damage(base: BasePage, rng: Random) -> str | None:
        pair = two(rng, list(find.finditer(base.text)))
        return pair and exchanged(base.text, *pair)

    return damage


def articles_exchanged(base: BasePage, rng: Random) -> str | None:
    """Each under the other's address."""
    pair = two(rng, list(ARTICLE.finditer(base.text)))
    return pair and exchanged(base.text, *pair)


def flipped(base: BasePage, rng: Random) -> bytes:
    """Change one byte, but no digit to another digit: such a page is whole and states another number."""
    place = rng.randrange(len(base.body))
    before = base.body[place : place + 1]
    others = [n for n in range(256) if n != before[0] and not (before.isdigit() and bytes([n]).isdigit())]
    return base.body[:place] + bytes([rng.choice(others)]) + base.body[place + 1 :]


def bytes_lost(base: BasePage, rng: Random) -> bytes:
    start = rng.randrange(len(base.body))
    return base.body[:start] + base.body[start + rng.randrange(1, 40) :]


def list_damaged(base: BasePage, rng: Random) -> str:
    """The list of the API: fields dropped, ids doubled, types changed, models dropped or in another order."""
    answer: JsonObject = json.loads(base.body)
    listed: list[JsonObject] = json.loads(base.body)["data"]
    answer["data"] = listed
    for _ in range(rng.randrange(1, 4)):
        _worsened(rng.choice([answer, *listed]), listed, rng)
    return json.dumps(answer, indent=rng.choice((None, 1, 2)))


def _worsened(entry: JsonObject, listed: list[JsonObject], rng: Random) -> None:
    name = rng.choice([*entry, "extra"])
    match rng.randrange(6):
        case 0:
            entry.pop(name, None)
        case 1:
            entry[name] = rng.choice(OTHER_TYPES)
        case 2 if listed:
            listed.insert(rng.randrange(len(listed)), dict(rng.choice(listed)))
        case 3 if listed:
            listed.pop(rng.randrange(len(listed)))
        case 4:
            listed.clear()
        case _:
            rng.shuffle(listed)
