"""Moonshot's pages of prices, from facts of 2026: in dollars as Markdown, in yuan as HTML.

Until September each series had a page: the samples have the one of Kimi K2.6. Then one page has the tables of all
series, and Kimi K3 has two columns for cache writes before the cached input.
"""

from html import escape

from samples.documents import Document

_COMPONENT = """\
export const DocTable = ({columns = [], rows = []}) => {
  return <table className="doc-table">
        <thead>
          <tr>{columns.map((column, index) => <th key={index}>{column.title}</th>)}</tr>
        </thead>
      </table>;
};
"""
_WRITES = ("Cache Write Price (TTL 5min)", "Cache Write Price (TTL 1h)", "Cached Input Price", "Input Price")
_HITS = ("Input Price (Cache Hit)", "Input Price (Cache Miss)")


def _table(titles: tuple[str, ...], *rows: str) -> str:
    """A table of Mintlify's pages; cells of a row are separated by spaces."""
    columns = "".join(
        f'{{ title: "{title}", width: "12%" }},\n' for title in ("Model", "Unit", *titles, "Output Price")
    )
    return (
        f'<DocTable\n  columns={{[\n{columns}{{ title: "Context Window", width: "16%" }},\n]}}\n'
        f"  rows={{[\n{''.join(map(_row, rows))}]}}\n/>\n"
    )


def _row(cells: str) -> str:
    model, *amounts, window = cells.split()
    shown = ", ".join(f'<>{{"$"}}{amount}</>' if amount != "-" else '"-"' for amount in amounts)
    return f'["{model}", "1M tokens", {shown}, "{window} tokens"],\n'


_K26, _K27 = "kimi-k2.6 0.16 0.95 4.00 262,144", "kimi-k2.7-code 0.19 0.95 4.00 262,144"
_FAST = "kimi-k2.7-code-highspeed 0.38 1.90 8.00 262,144"
_K3 = "kimi-k3 3.00 6.00 0.30 3.00 15.00 1,048,576"
_SERIES = f"""\
# Multi-modal Model Kimi K2.6 Pricing

{_COMPONENT}
## Product Pricing

{_table(_HITS, _K26)}
Here, 1M = 1,000,000: amounts are for so many tokens.

## Model Description

* Kimi K2.6 reads texts, pictures and videos.
"""
_ALL = f"""\
# Model Inference Pricing Explanation

{_COMPONENT}
## Model Pricing

### K3 Series Models

{_table(_WRITES, _K3)}
### K2 Series Models

{_table(_HITS, _K27, _FAST, _K26)}
Here, 1M = 1,000,000: amounts are for so many tokens.
"""
_K31 = "".join(
    map(_row, ("kimi-k3.1-pro - - 0.20 2.00 10.00 1,048,576", "kimi-k3.1-pro-highspeed - - 0.20 4.00 20.00 1,048,576"))
)
PRICING = Document(
    "/docs/pricing/chat.md",
    "2026-04-21",
    _SERIES,
    {"2026-09-19": [(_SERIES, _ALL)], "2026-10-23": [(_row(_K3), _row(_K3) + _K31)]},
)


def _page(title: str, content: str) -> str:
    """A page of Mintlify's, with a menu that has headings of its own."""
    return (
        f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title></head><body>'
        '<div id="navigation-items"><h3>功能定价</h3><ul><li><a href="/docs/pricing/batch">批量推理</a></li></ul></div>'
        f'<main><header id="header"><h1 id="page-title">{title}</h1></header>'
        f'<div id="content">{content}<span data-as="p">1M = 1,000,000，金额按每 1M tokens 计。</span></div></main>'
        "</body></html>\n"
    )


def _heading(level: int, text: str) -> str:
    return f'<h{level} id="{escape(text)}"><a href="#{escape(text)}">\u200b</a><span>{text}</span></h{level}>'


def _html_table(titles: tuple[str, ...], *rows: str) -> str:
    shown = "".join(map(_html_row, rows))
    heads = "".join(f"<th>{title}</th>" for title in ("模型", "计费单位", *titles, "输出价格", "上下文窗口"))
    return f'<div class="doc-table-wrap"><table class="doc-table"><thead><tr>{heads}</tr></thead><tbody>{shown}</tbody></table></div>'


def _html_row(cells: str) -> str:
    model, *amounts, window = cells.split()
    shown = "".join(f"<td>{f'¥{amount}' if amount != '-' else amount}</td>" for amount in amounts)
    return f"<tr><td>{model}</td><td>1M tokens</td>{shown}<td>{window} tokens</td></tr>"


_HITS_ZH = ("输入价格（缓存命中）", "输入价格（缓存未命中）")
_WRITES_ZH = ("缓存写入（TTL 5min）", "缓存写入（TTL 1h）", *_HITS_ZH)
_K26_ZH = "kimi-k2.6 1.10 6.50 27.00 262,144"
_SERIES_ZH = _page("Kimi K2.6 模型定价", _heading(2, "产品定价") + _html_table(_HITS_ZH, _K26_ZH))
_ALL_ZH = _page(
    "模型推理价格说明",
    _heading(2, "模型定价")
    + _heading(3, "K3 系列模型")
    + _html_table(_WRITES_ZH, "kimi-k3 20.00 40.00 2.00 20.00 100.00 1,048,576")
    + _heading(3, "K2 系列模型")
    + _html_table(
        _HITS_ZH,
        "kimi-k2.7-code 1.30 6.50 27.00 262,144",
        "kimi-k2.7-code-highspeed 2.60 13.00 54.00 262,144",
        _K26_ZH,
    ),
)
PRICING_ZH = Document("/docs/pricing/chat", "2026-07-17", _SERIES_ZH, {"2026-09-19": [(_SERIES_ZH, _ALL_ZH)]})
DOCUMENTS = {"moonshot_pricing": PRICING, "moonshot_pricing_zh": PRICING_ZH}
