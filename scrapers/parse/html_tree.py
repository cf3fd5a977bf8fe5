"""The tree of an HTML page: its tags and texts in one list, in the order of the page."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cached_property
from html import unescape
from operator import attrgetter

from bs4.element import CData

TEXTS = (str, CData)
"""Types of the texts of a page that are no comments, scripts or styles."""
KEY = "(?:charSet|hrefLang|srcSet|viewBox|[a-z][a-z0-9:_.-]*+)"
"""The name of an attribute in plain HTML: in lower case, but for some that no reader asks for."""
ATTRIBUTE = re.compile(f'({KEY})(?:="([^"]*+)")?')
START = attrgetter("start")


class Nodes(list["Tag | str | None"]):
    """The tags and texts of a page in its order, and None for each removed one.

    A visible text is a `str`; comments, scripts and styles have Beautiful Soup's types.
    """

    @cached_property
    def by_name(self) -> "Mapping[str, list[Tag]]":
        """All tags of the parsed page by their names, in page order, also those that were removed since."""
        by_name = defaultdict[str, list[Tag]](list)
        for node in self:
            if type(node) is Tag:
                by_name[node.name].append(node)
        return by_name


class Tag:
    """A tag of a page; what is inside is `nodes[start + 1 : end]`."""

    __slots__ = ("_attributes", "_written", "end", "name", "nodes", "parent", "shown", "start")

    def __init__(
        self,
        name: str,
        parent: "Tag | None",
        nodes: Nodes,
        written: str = "",
        attributes: dict[str, str] | None = None,
    ) -> None:
        """Add a tag without content as the next node.

        Its attributes are given, or as they are written on the page: they are parsed when one of them is asked for.
        """
        self.name, self.parent, self.nodes = name, parent, nodes
        self._written, self._attributes = written, attributes
        self.shown: str | None = None
        """The visible text, once it is known."""
        self.start = len(nodes)
        self.end = self.start + 1
        nodes.append(self)

    def get(self, name: str, default: str = "") -> str:
        """Return the value of an attribute, empty for one without a value; the default if there is none."""
        if self._attributes is None:
            if name not in self._written:
                return default
            written = ATTRIBUTE.findall(self._written)
            self._attributes = {key.lower(): unescape(value) for key, value in written}
        return self._attributes.get(name, default)

    def has(self, name: str) -> bool:
        """Return True if the tag has an attribute, with or without a value."""
        return (self._attributes is not None or name in self._written) and self.get(name, "\0") != "\0"

    def tags_with(self, name: str, part: str = "") -> "list[Tag]":
        """Return the tags inside of the tag, in page order, that have an attribute with this part in its value."""
        return [
            tag
            for tag in self.inside
            if type(tag) is Tag
            # Most tags have no such attribute, and a search is cheaper than to parse them.
            and (
                tag._attributes is not None or (name in tag._written and (part in tag._written or "&" in tag._written))
            )
            and part in tag.get(name, "\0")
            and tag.has(name)
        ]

    def set(self, name: str, value: str) -> None:
        """Set the value of an attribute."""
        self.get(name)
        self._attributes = {**(self._attributes or {}), name: value}

    @property
    def inside(self) -> "list[Tag | str | None]":
        """Return the tags and texts inside of the tag in page order, and None for each removed one."""
        return self.nodes[self.start + 1 : self.end]

    @property
    def children(self) -> "Iterator[Tag | str]":
        """Yield the tags and texts directly below the tag."""
        place = self.start + 1
        while place < self.end:
            node = self.nodes[place]
            place = node.end if isinstance(node, Tag) else place + 1
            if node is not None:
                yield node

    @property
    def parents(self) -> "Iterator[Tag]":
        """Yield the enclosing tags, the innermost first."""
        parent = self.parent
        while parent is not None:
            yield parent
            parent = parent.parent

    def remove(self, replacement: str | None = None) -> None:
        """Remove the tag and what is inside from the page, or put a text in its place."""
        self.nodes[self.start : self.end] = [replacement, *[None] * (self.end - self.start - 1)]
        for around in self.parents:
            around.shown = None

    def remove_text(self, place: int) -> None:
        """Remove a text that is inside of the tag."""
        self.nodes[place] = None
        for around in (self, *self.parents):
            around.shown = None


def paragraph(text: str) -> Tag:
    """Return a paragraph of its own with a text."""
    nodes = Nodes()
    tag = Tag("p", None, nodes)
    nodes.append(text)
    tag.end = 2
    return tag


def inner_tags(tag: Tag, names: Iterable[str]) -> list[Tag]:
    """Return the tags of these names inside of a tag, in page order."""
    nodes, found = tag.nodes, list[Tag]()
    for name in names:
        if named := nodes.by_name.get(name):
            first = bisect_right(named, tag.start, key=START)
            inside = named[first : bisect_left(named, tag.end, first, key=START)]
            found = sorted((*found, *inside), key=START) if found and inside else found or inside
    return [inner for inner in found if nodes[inner.start] is inner]


def has_inner(tag: Tag, names: Container[str]) -> bool:
    """Return True if a tag of these names is inside of a tag."""
    return any(type(node) is Tag and node.name in names for node in tag.inside)


def enclosing_tag(tag: Tag, names: Container[str]) -> Tag | None:
    """Return the innermost tag of these names around a tag."""
    parent = tag.parent
    while parent is not None and parent.name not in names:
        parent = parent.parent
    return parent
