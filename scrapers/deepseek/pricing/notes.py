"""Texts of a pricing page, divided into notes that are kept and texts that are reported as unread."""

from collections.abc import Collection, Iterable, Iterator

from models.readings import AMOUNT, KeptFacts, Unread, possible_content
from scrapers.deepseek.pricing.contradictions import SENTENCE
from scrapers.deepseek.pricing.labels import PageLabels
from scrapers.deepseek.pricing.products import kept_products
from scrapers.deepseek.pricing.sections import PageSections
from scrapers.deepseek.small_print import is_elsewhere, is_understood

NoteText = tuple[str, str]
"""Text and place."""


def split_notes(
    parts: PageSections, models: Iterable[str], priced: Collection[str], page_labels: PageLabels
) -> tuple[list[NoteText], list[Unread]]:
    """Return the notes, and the texts that are about something else or may hide a price.

    `models` are those that the page prices, `priced` the other products with a price on it.
    """
    of_products = dict(_of_products(parts, priced, page_labels))
    sections = {head: (texts, _unpriced([head, *texts], priced, page_labels)) for head, texts in parts.texts.items()}
    unread = [_section(head, texts or [head], kept) for head, (texts, kept) in (sections | of_products).items()]
    taken = {text for texts, _ in of_products.values() for text in texts}
    stating = {placed.place for placed in parts.said if is_understood([placed.statement])}
    names, notes = {*models, *priced}, list[NoteText]()
    for text, place in parts.notes:
        kept = _unpriced([text], priced, page_labels) if AMOUNT.search(text) else frozenset[KeptFacts]()
        if place in stating:
            notes.append((text, place))
            unread += [Unread("note", part) for part in SENTENCE.split(text) if _may_hide_a_price(part, names)]
        elif text not in taken and (kept or possible_content(text, names) == "price"):
            unread.append(Unread("note", text, keeps=kept))
        elif text not in taken:
            notes.append((text, place))
    return notes, unread


def _may_hide_a_price(sentence: str, names: Collection[str]) -> bool:
    """Return True if a sentence beside an understood one may state a price that does not hold for everybody."""
    return possible_content(sentence, names) == "price" and is_elsewhere(sentence)


def _section(heading: str, texts: list[str], kept: frozenset[KeptFacts]) -> Unread:
    return Unread(f"section {heading}", "\n".join(texts), len(texts), kept)


def _of_products(
    parts: PageSections, priced: Collection[str], page_labels: PageLabels
) -> Iterator[tuple[str, tuple[list[str], frozenset[KeptFacts]]]]:
    """Yield sections without a table that name other products: their texts, and the facts that they may state."""
    with_tables = {table.under for table in (*parts.products, *parts.foreign)}
    for heading in parts.headings:
        if heading not in with_tables and heading not in parts.texts:
            texts = parts.of_products.get(heading, [])
            if kept := _unpriced([heading, *texts], priced, page_labels):
                yield heading, (texts, kept)


def _unpriced(texts: list[str], priced: Collection[str], page_labels: PageLabels) -> frozenset[KeptFacts]:
    """Return the believed facts of products that texts name and the page does not price."""
    return frozenset(
        keep for keep in kept_products(texts, page_labels) if not any(keep.names(model) for model in priced)
    )
