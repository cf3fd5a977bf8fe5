"""Labels of DeepSeek's pricing page in its two languages: rows, columns, bands, units, and the format of an amount."""

import re
from dataclasses import dataclass
from re import Pattern

from scrapers.deepseek.addresses import PRICING, PRICING_ZH
from scrapers.deepseek.pricing.label_text import amount_pattern, by_label, compact_label, label_set


@dataclass(frozen=True)
class PageLabels:
    """One language of the page. Labels are compact."""

    language: str
    path: str
    heading: str
    currency: str
    amount: str
    """A regular expression with one group: the number, beside the sign or name of the currency."""
    unit: str
    """A regular expression for the text behind an amount in tables with models as rows."""
    reduced: Pattern[str]
    """The text behind a reduced price; one group: the percentage off, or the tenths that are left."""
    in_tenths: bool
    meters: dict[str, str]
    """For tables with models as columns."""
    kinds: dict[str, str]
    """For tables with models as rows (2024 to February 2025): column label → meter or limit."""
    bands: dict[str, str]
    model: frozenset[str]
    prices: frozenset[str]
    standard: Pattern[str]
    discount: Pattern[str]
    features: frozenset[str]
    version: frozenset[str]
    limits: dict[str, tuple[str, Pattern[str]]]
    """Row label → column of ModelVersion and its allowed text."""
    names_currency: frozenset[str]
    """Those of `prices` that name the currency: numbers in their rows may stand alone."""
    unread_rows: frozenset[str]
    details: frozenset[str]
    """Headings of sections with models and prices."""
    product_sections: frozenset[str]
    """Headings of sections that price other products than tokens."""
    other_prices: Pattern[str]
    """Headings of sections in which a table of models states other than the standard prices."""
    later_prices: Pattern[str]
    """Headings of sections in which a table of models states future prices."""
    usual_prices: Pattern[str]
    """Titles of a table of models with the standard prices."""
    unread_sections: frozenset[str]
    introduction: tuple[str, ...]
    telling: Pattern[str]
    """Words that make a sentence worth keeping anywhere: a model, an amount, a share, a date."""

    def is_detailed(self, heading: str) -> bool:
        """Return True for the heading of a section with models and prices."""
        return not heading or compact_label(heading) in self.details - {""}

    def is_of_products(self, heading: str) -> bool:
        """Return True for the heading of a section that prices other products than tokens."""
        return compact_label(heading) in self.product_sections

    def is_ignored(self, heading: str) -> bool:
        """Return True for the heading of a section that is ignored unless it has an amount or a date."""
        return compact_label(heading) in self.unread_sections

    def is_label(self, text: str) -> bool:
        """Return True for a label of the table of models, in either language: it cannot be a value."""
        return compact_label(text) in KNOWN

    @property
    def labels(self) -> frozenset[str]:
        """Return every label of the table of models, compact."""
        known = (self.meters, self.kinds, self.bands, self.limits, self.version, self.unread_rows)
        return frozenset((*self.model, *self.prices, *self.features, *(label for its in known for label in its)))


VERSION = r"(DeepSeek-[A-Za-z0-9.-]+)(?: ?\([^()]*\))?"
"""The version, and since 2025-08 the mode that the name stands for."""

DOLLARS = label_set(
    "PRICING (USD)", "PRICING (US$)", "PRICING ($)", "PRICING (in USD)", "PRICING (USD per 1M tokens)"
) | label_set("PRICING (USD / 1M tokens)", "PRICING ($ / 1M tokens)")
YUAN = label_set(
    "价格 (元)", "价格 (人民币)", "价格 (CNY)", "价格 (RMB)", "价格 (单位:元)", "价格 (人民币元)"
) | label_set("价格 (元/百万 tokens)", "价格 (元 / 百万 token)", "价格 (人民币/百万 tokens)")
EN = PageLabels(
    language="en",
    path=PRICING,
    heading="Models & Pricing",
    currency="USD",
    amount=amount_pattern(r"US\$|(?:USD|US dollars?) ?\$?|\$", r"(?:USD|US dollars?)(?![A-Za-z])"),
    unit=r"(?:(?:1 ?)?M(?:illion)? ?tok(?:en)?s?|1 ?M)(?![A-Za-z])",
    reduced=re.compile(r"\((?:limited[- ]time )?([1-9][0-9]?)% off\)", re.IGNORECASE),
    in_tenths=False,
    meters=by_label(
        {
            "1MINPUTTOKENS(CACHEHIT)": "input_cache_hit",
            "1MINPUTTOKENS(CACHEMISS)": "input_cache_miss",
            "1MOUTPUTTOKENS": "output",
            # Word order until August 2025.
            "1MTOKENSINPUT(CACHEHIT)": "input_cache_hit",
            "1MTOKENSINPUT(CACHEMISS)": "input_cache_miss",
            "1MTOKENSOUTPUT": "output",
        }
    ),
    kinds=by_label(
        {
            "CONTEXTLENGTH": "context_length",
            "MAXOUTPUTTOKENS": "max_output",
            "MAXCOTTOKENS": "",
            "INPUTPRICE(CACHEHIT)": "input_cache_hit",
            "INPUTPRICE(CACHEMISS)": "input_cache_miss",
            "OUTPUTPRICE": "output",
            "1MTOKENSINPUTPRICE(CACHEHIT)": "input_cache_hit",
            "1MTOKENSINPUTPRICE(CACHEMISS)": "input_cache_miss",
            "1MTOKENSOUTPUTPRICE": "output",
        }
    ),
    bands=by_label({"OFF-PEAK": "off_peak", "PEAK": "peak"}),
    model=label_set("MODEL"),
    prices=label_set("PRICING") | DOLLARS,
    standard=re.compile(r"STANDARD PRICE ?(\(UTC [0-9: -]+\))", re.IGNORECASE),
    discount=re.compile(r"DISCOUNT PRICE ?(\(UTC [0-9: -]+\))", re.IGNORECASE),
    features=label_set("FEATURES"),
    version=label_set("MODEL VERSION"),
    limits=by_label(
        {
            "CONTEXTLENGTH": ("context_length", re.compile(r"[0-9]+[KM]")),
            "MAXOUTPUT": ("max_output", re.compile(r"(?:DEFAULT: [0-9]+K )?MAXIMUM: [0-9]+[KM]")),
        }
    ),
    names_currency=DOLLARS,
    unread_rows=label_set("BASE URL", "BASE URL (OpenAI Format)", "BASE URL (Anthropic Format)", "THINKING MODE")
    | label_set("Concurrency Limit"),
    details=label_set("", "Model Details", "Pricing Details"),
    product_sections=label_set("Web Search and Fetch Pricing"),
    other_prices=re.compile(
        r"\b(?:batch|flex|priority|fast|turbo|econom|reserved|provisioned|committed|enterprise|volume|async|off-?line"
        r"|old|previous|former|past|histor|legacy|archive|discount|promotion|example|compar)",
        re.IGNORECASE,
    ),
    later_prices=re.compile(r"\b(?:upcoming|future|new|from)\b", re.IGNORECASE),
    usual_prices=re.compile(
        r"(?:standard|regular|default|normal|pay[- ]as[- ]you[- ]go)(?: pric(?:es|ing))?", re.IGNORECASE
    ),
    unread_sections=label_set("Deduction Rules"),
    introduction=("The prices listed below are in units of per 1M tokens.", "The prices listed below are in unites of"),
    telling=re.compile(r"deepseek-[a-z]|\$|%|\b20[0-9]{2}\b|UTC|Beijing"),
)
ZH = PageLabels(
    language="zh",
    path=PRICING_ZH,
    heading="模型 & 价格",
    currency="CNY",
    amount=amount_pattern(
        "(?:RMB|CNY|人民币) ?[\u00a5\uffe5]?|[\u00a5\uffe5]", "元(?:人民币)?|(?:RMB|CNY)(?![A-Za-z])|人民币"
    ),
    unit="(?:1 ?)?(?:百万|M) ?tokens?",
    reduced=re.compile(r"\((?:限时)?([1-9](?:\.[1-9])?) ?折\)"),
    in_tenths=True,
    meters=by_label(
        {
            "百万tokens输入(缓存命中)": "input_cache_hit",
            "百万tokens输入(缓存未命中)": "input_cache_miss",
            "百万tokens输出": "output",
        }
    ),
    kinds=by_label(
        {
            "上下文长度": "context_length",
            "最大输出长度": "max_output",
            "最大思维链长度": "",
            "输入价格(缓存命中)": "input_cache_hit",
            "输入价格(缓存未命中)": "input_cache_miss",
            "输出价格": "output",
            "百万tokens输入价格(缓存命中)": "input_cache_hit",
            "百万tokens输入价格(缓存未命中)": "input_cache_miss",
            "百万tokens输出价格": "output",
        }
    ),
    bands=by_label({"空闲时段": "off_peak", "高峰时段": "peak"}),
    model=label_set("模型"),
    prices=label_set("价格") | YUAN,
    standard=re.compile(r"标准时段价格 ?(\(北京时间 ?[0-9: -]+\))"),
    discount=re.compile(r"优惠时段价格 ?(\(北京时间 ?[0-9: -]+\))"),
    features=label_set("功能"),
    version=label_set("模型版本"),
    limits=by_label(
        {
            "上下文长度": ("context_length", re.compile(r"[0-9]+[KM]")),
            "输出长度": ("max_output", re.compile(r"(?:默认 ?[0-9]+K[,,] ?)?最大 ?[0-9]+[KM]")),
        }
    ),
    names_currency=YUAN,
    unread_rows=label_set("BASE URL", "BASE URL (OpenAI 格式)", "BASE URL (Anthropic 格式)", "思考模式", "并发限制"),
    details=label_set("", "模型细节", "价格细节"),
    product_sections=label_set("网页搜索与抓取价格", "联网搜索与抓取价格", "文件解析与 OCR 价格", "语音价格"),
    other_prices=re.compile(
        "批|弹性|优先|极速|异步|离线|预留|包年|包月|企业|旧|原|历史|以前|此前|往期|优惠|折扣|促销|示例|对比"
    ),
    later_prices=re.compile("即将|新|未来|起"),
    usual_prices=re.compile("(?:标准|默认|常规|按量计费?)(?:价格|定价)?"),
    unread_sections=label_set("扣费规则"),
    introduction=("下表所列模型价格以",),
    telling=re.compile(r"deepseek-[a-z]|元|%|折|\b20[0-9]{2}\b|[0-9] ?年|UTC|北京时间"),
)
KNOWN = EN.labels | ZH.labels
