"""DeepSeek's pricing page as it stood at an instant since 2026-04-24, in the structure of the real one."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from samples.deepseek_facts import holds, price, rows, when
from samples.deepseek_notes import marker, notes

METERS = {
    "input_cache_hit": "1M INPUT TOKENS (CACHE HIT)",
    "input_cache_miss": "1M INPUT TOKENS (CACHE MISS)",
    "output": "1M OUTPUT TOKENS",
}
BANDS = {"off_peak": "OFF-PEAK", "peak": "PEAK"}
MODELS = {
    "deepseek-v4-flash": ("v4_launch", "v4_flash_retired"),
    "deepseek-flash": ("v4_flash_retired", None),
    "deepseek-v4-pro": ("v4_launch", None),
    "deepseek-v4-flash-vision-exp": ("vision_column", "v4_flash_retired"),
}
VERSIONS = (
    ("v4_launch", "deepseek-v4-flash", "DeepSeek-V4-Flash"),
    ("v4_launch", "deepseek-v4-pro", "DeepSeek-V4-Pro"),
    ("flash_0731", "deepseek-v4-flash", "DeepSeek-V4-Flash-0731"),
    ("rise_announced", "deepseek-v4-pro", "DeepSeek-V4-Pro-0813"),
    ("vision_column", "deepseek-v4-flash-vision-exp", "DeepSeek-V4-Flash-Vision-Exp"),
    ("v4_flash_retired", "deepseek-flash", "DeepSeek-V4.1-Flash"),
    ("flash_1017", "deepseek-flash", "DeepSeek-V4.1-Flash-1017"),
)
FEATURES = (
    ("v4_launch", "/guides/json_mode", "Json Output", "✓"),
    ("v4_launch", "/guides/tool_calls", "Tool Calls", "✓"),
    ("flash_0731", "/guides/responses_api", "Responses API", "✓"),
    ("flash_0731", "/guides/anthropic_api", "Anthropic API", "✓"),
    ("v4_launch", "/guides/chat_prefix_completion", "Chat Prefix Completion（Beta）", "✓"),
    ("v4_launch", "/guides/fim_completion", "FIM Completion（Beta）", "Non-thinking mode only"),
    ("v4_flash_retired", "/guides/vision", "Vision", "✗"),
)
LAUNCH = "v4_launch"


def change_instants() -> list[datetime]:
    """Every instant at which the pricing page changed, the first one included."""
    elsewhere = {"peak_valley_rumoured", "v41_preview", "reread"}
    printed = [row for row in rows() if row.at >= when(LAUNCH) and row.currency != "CNY" and row.event not in elsewhere]
    return sorted({row.at for row in printed})


def pricing(at: datetime) -> str:
    """The page in full. Its asset names change with every edit, as a new build's do."""
    edit = max(instant for instant in change_instants() if instant <= at)
    return shell(
        "/quick_start/pricing", "Models &amp; Pricing", _markdown(at), build=sha256(str(edit).encode()).hexdigest()[:8]
    )


def home() -> str:
    """What any unknown address answers, with status 200."""
    text = "<p>The API is compatible with two formats; a key can be had on the platform.</p>"
    return shell("/", "Your First API Call", f"<h1>Your First API Call</h1>{text}", build="e31a7b76")


def shell(path: str, title: str, markdown: str, build: str) -> str:
    return (
        f'<!doctype html>\n<html lang="en" dir="ltr" class="docs-wrapper plugin-docs docs-doc-page docs-doc-id-{path.strip("/")}" '
        'data-has-hydrated="false">\n<head>\n<meta charset="UTF-8">\n<meta name="generator" content="Docusaurus v3.1.0">\n'
        f'<title data-rh="true">{title} | DeepSeek API Docs</title>'
        f'<link data-rh="true" rel="canonical" href="https://api-docs.deepseek.com{path}">'
        f'<link rel="stylesheet" href="/assets/css/styles.{build}.css">\n<script src="/assets/js/main.{build}.js" defer="defer"></script>\n'
        '</head>\n<body class="navigation-with-keyboard">\n<div id="__docusaurus"><nav aria-label="Main" class="navbar navbar--fixed-top">'
        '<a class="navbar__brand" href="/">DeepSeek API Docs</a></nav><main class="docMainContainer_SNqp"><article>'
        f'<div class="theme-doc-markdown markdown"><div class="row"><div class="col col--12">{markdown}</div></div></div>'
        '</article></main><footer class="footer footer--dark">A sample page of Model Almanac.</footer></div>\n</body>\n</html>\n'
    )


def _markdown(at: datetime) -> str:
    return (
        "<h1>Models &amp; Pricing</h1>"
        "<p>The prices listed below are in units of per 1M tokens. Billed is the number of tokens that go in and come out.</p><hr>"
        + _heading("Model Details")
        + f'<div style="font-size:14px"><b><table style="text-align:center">{"".join(_table(at))}</table></b></div>'
        + _footnotes(at)
        + (_search_and_fetch(at) if holds("flash_1017", None, at) else "")
        + "<hr>"
        + _heading("Deduction Rules")
        + "<p>A call costs its tokens times their price, taken from the balance that was granted first.</p>"
        "<p>Prices may change: look here from time to time.</p>"
    )


def _heading(text: str) -> str:
    anchor = text.lower().replace(" ", "-")
    link = f'<a href="#{anchor}" class="hash-link" aria-label="Direct link to {text}">\u200b</a>'
    return f'<h2 class="anchor anchorWithStickyNavbar_YAqC" id="{anchor}">{text}{link}</h2>'


def _models(at: datetime) -> list[str]:
    return [model for model, (since, until) in MODELS.items() if holds(since, until, at)]


def _table(at: datetime) -> Iterator[str]:
    models, banded = _models(at), holds("rise", None, at)
    label = 3 if banded else 2
    count = len(models)
    yield _row(
        f'<td colspan="{label}" style="text-align:center">MODEL</td>', *(f"<td>{m}{marker(m, at)}</td>" for m in models)
    )
    for name, path in (("OpenAI", ""), ("Anthropic", "/anthropic")):
        address = f"https://api.deepseek.com{path}"
        link = f'<a href="{address}" target="_blank" rel="noopener noreferrer">{address}</a>'
        yield _row(f'<td colspan="{label}">BASE URL ({name} Format)</td>', f'<td colspan="{count}">{link}</td>')
    yield _row(
        f'<td colspan="{label}" style="text-align:center">MODEL VERSION</td>',
        *(f"<td>{_version(m, at)}</td>" for m in models),
    )
    thinking = 'Both non-thinking and thinking (default) modes<br>See <a href="/guides/thinking_mode">Thinking Mode</a>'
    for name, value in (("THINKING MODE", thinking), ("CONTEXT LENGTH", "1M"), ("MAX OUTPUT", "MAXIMUM: 384K")):
        yield _row(f'<td colspan="{label}">{name}</td>', f'<td colspan="{count}">{value}</td>')
    yield from _features(at, label, count)
    yield from _prices(at, models, banded)
    if holds("promotion_permanent", None, at):
        limits = ("500" if model == "deepseek-v4-pro" else "2500" for model in models)
        yield _row(
            f'<td colspan="{label}">Concurrency Limit{marker("concurrency", at)}</td>',
            *(f"<td>{limit}</td>" for limit in limits),
        )


def _row(*cells: str) -> str:
    return f"<tr>{''.join(cells)}</tr>"


def _version(model: str, at: datetime) -> str:
    return [version for event, its, version in VERSIONS if its == model and when(event) <= at][-1]


def _features(at: datetime, label: int, count: int) -> Iterator[str]:
    known = [(path, name, value) for event, path, name, value in FEATURES if when(event) <= at]
    for number, (path, name, value) in enumerate(known):
        group = f'<td rowspan="{len(known)}">FEATURES</td>' if number == 0 else ""
        span = f' colspan="{label - 1}"' if label > 2 else ""
        mark = marker("responses", at) if name == "Responses API" else ""
        yield _row(group, f'<td{span}><a href="{path}">{name}</a>{mark}</td>', *[f"<td>{value}</td>"] * count)


def _prices(at: datetime, models: list[str], banded: bool) -> Iterator[str]:
    bands = list(BANDS) if banded else ["flat"]
    for meter, label in METERS.items():
        # The kind has been printed on two lines since late August 2026.
        kind = label.replace(" (", "<br>(") if holds("vision_column", None, at) else label
        for band in bands:
            group = f'<td rowspan="{len(METERS) * len(bands)}">PRICING{marker("PRICING", at)}</td>'
            first, starts = meter == next(iter(METERS)) and band == bands[0], band == bands[0]
            span = f' rowspan="{len(bands)}"' if banded else ""
            yield _row(
                group if first else "",
                f"<td{span}>{kind}{marker(meter, at)}</td>" if starts else "",
                f"<td>{BANDS[band]}</td>" if banded else "",
                *(f"<td>{_amount(model, meter, band, at)}</td>" for model in models),
            )


def _amount(model: str, meter: str, band: str, at: datetime) -> str:
    amount, listed = price(model, meter, band, at) or ("", "")
    # While the promotion ran, the price in force came first and the old one was struck through behind it.
    return f"${amount} (75% off{marker('discount', at)})<del>${listed}</del>" if listed else f"${amount}"


def _footnotes(at: datetime) -> str:
    """A paragraph with one note a line, cut in two where a table stands below a note."""
    parts, lines = "", list[str]()
    for number, note in enumerate(notes(at), 1):
        lines.append(f"({number}) {note.text}")
        if note.since == "rise_announced":
            parts += _paragraph(lines) + _announced(note.until or "")
            lines = []
    return parts + _paragraph(lines)


def _paragraph(lines: list[str]) -> str:
    text = "<br>\n".join(lines)
    return f"<p>{text}</p>" if lines else ""


def _announced(event: str) -> str:
    """The table of announced prices (2026-08-13): models are rows, and it stands in no `<b>`."""
    at = when(event)
    header = _row('<td colspan="2">MODEL</td>', *(f"<td>{label}</td>" for label in METERS.values()))
    lines = [
        _row(
            f'<td rowspan="2">{model}</td>' if band == "off_peak" else "",
            f"<td>{name}</td>",
            *(f"<td>{_amount(model, meter, band, at)}</td>" for meter in METERS),
        )
        for model in _models(at)
        for band, name in BANDS.items()
    ]
    return f'<div style="font-size:14px"><table style="text-align:center">{header}{"".join(lines)}</table></div>'


def _search_and_fetch(at: datetime) -> str:
    amount = next(row.amount for row in rows() if row.kind == "request" and row.currency == "USD")
    lines = (
        _row(f"<td>{api}</td>", "<td>1,000 successful requests</td>", f"<td>${amount}</td>")
        for api in ("Search", "Fetch")
    )
    header = "<tr><th>API</th><th>Billing Unit</th><th>Price</th></tr>"
    free = (
        "<p>Calls to Search and Fetch from DeepSeek Harness, Claude Code and Codex are not billed yet; they will be from "
        "00:00 Beijing Time on November 1, 2026.</p>"
        if holds("flash_1017", "search_fetch_free_over", at)
        else ""
    )
    return (
        "<hr>"
        + _heading("Web Search and Fetch Pricing")
        + "<p>Search and Fetch are APIs of their own, billed by the request.</p>"
        + f"<table><thead>{header}</thead><tbody>{''.join(lines)}</tbody></table>{free}"
    )
