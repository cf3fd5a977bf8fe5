"""The flight data of a Next.js page: strings pushed by scripts, which make one text of JSON values."""

import json

from scrapers.page import PageChanged

PUSH = "self.__next_f.push([1,"


def strings(html: bytes) -> str:
    """All pushed strings as one; a row may be split across pushes. Raises PageChanged, also for half a push."""
    try:
        text = html.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PageChanged("the page is not UTF-8", repr(html[error.start : error.end])) from None
    found: list[str] = []
    decoder, at = json.JSONDecoder(), text.find(PUSH)
    while at >= 0:
        try:
            value, at = decoder.raw_decode(text, at + len(PUSH))
        except ValueError as error:
            raise PageChanged(f"flight data that is no JSON: {error}", text[at : at + 300]) from None
        if not isinstance(value, str) or not text.startswith("])", at):
            raise PageChanged("a push of flight data that is no text", text[at - 60 : at + 60])
        found.append(value)
        at = text.find(PUSH, at)
    return "".join(found)
