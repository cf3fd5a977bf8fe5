"""The frame of every page of the sample site: head, navigation, article, foot, and the parts that articles share."""

from datetime import datetime
from hashlib import sha256

from samples.deepseek.facts import Language

FOLDER = {"en": "", "zh": "/zh-cn"}
LANG = {"en": "en", "zh": "zh-cn"}
BRAND = {"en": "DeepSeek API Docs", "zh": "DeepSeek API 文档"}


def shell(path: str, title: str, markdown: str, build: str, language: Language = "en") -> str:
    """A page in full; `path` is without the language's folder."""
    brand = BRAND[language]
    return (
        f'<!doctype html>\n<html lang="{LANG[language]}" dir="ltr" class="docs-wrapper plugin-docs docs-doc-page '
        f'docs-doc-id-{path.strip("/")}" data-has-hydrated="false">\n<head>\n<meta charset="UTF-8">\n'
        '<meta name="generator" content="Docusaurus v3.1.0">\n'
        f'<title data-rh="true">{title} | {brand}</title>'
        f'<link data-rh="true" rel="canonical" href="https://api-docs.deepseek.com{FOLDER[language]}{path}">'
        f'<link rel="stylesheet" href="/assets/css/styles.{build}.css">\n'
        f'<script src="/assets/js/main.{build}.js" defer="defer"></script>\n'
        '</head>\n<body class="navigation-with-keyboard">\n'
        '<div id="__docusaurus"><nav aria-label="Main" class="navbar navbar--fixed-top">'
        f'<a class="navbar__brand" href="{FOLDER[language]}/">{brand}</a></nav>'
        '<main class="docMainContainer_SNqp"><article>'
        '<div class="theme-doc-markdown markdown"><div class="row"><div class="col col--12">'
        f"{markdown}</div></div></div>"
        '</article></main><footer class="footer footer--dark">A sample page of Model Almanac.</footer></div>\n'
        "</body>\n</html>\n"
    )


def build(edit: datetime) -> str:
    """The part of the assets' names that changes with every edit, as a new build's does."""
    return sha256(str(edit).encode()).hexdigest()[:8]


def heading(text: str) -> str:
    """A section's heading; the text of its link is U+200B."""
    anchor = text.lower().replace(" ", "-")
    link = f'<a href="#{anchor}" class="hash-link" aria-label="Direct link to {text}">\u200b</a>'
    return f'<h2 class="anchor anchorWithStickyNavbar_YAqC" id="{anchor}">{text}{link}</h2>'


def row(*cells: str) -> str:
    return f"<tr>{''.join(cells)}</tr>"


def bold_table(rows: str) -> str:
    """Neither head nor body, and inside a `<b>`: as the pricing page has it since 2025."""
    return f'<div style="font-size:14px"><b><table style="text-align:center">{rows}</table></b></div>'


def items(notes: list[str]) -> str:
    """Numbered notes as a list, as they were printed up to April 2026."""
    lines = "".join(f"<li>({number}) {note}</li>" for number, note in enumerate(notes, 1))
    return f"<ul>{lines}</ul>" if notes else ""
