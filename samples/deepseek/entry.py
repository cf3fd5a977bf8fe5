"""The type of an entry of the change log."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A section of a day, and the events between which it read so: an edit in place ends one and begins the next."""

    day: str
    title: str
    html: str
    since: str
    until: str | None = None


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>\n" for text in texts)


def bullets(*texts: str) -> str:
    lines = "\n".join(f"<li>{text}</li>" for text in texts)
    return f"<ul>\n{lines}\n</ul>\n"


def details(address: str, name: str = "this documentation") -> str:
    return f'For the details, see <a href="{address}">{name}</a>.'


def more(address: str, name: str = "文档") -> str:
    return f'详细内容请参阅<a href="/zh-cn{address}">{name}</a>。'
