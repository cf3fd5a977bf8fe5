# ruff: noqa: E501 (the pages are long lines)
"""The notes of the pricing page up to April 2026, in both languages: a list below the table."""

from dataclasses import dataclass
from datetime import datetime

from samples.deepseek.facts import Language, holds


@dataclass(frozen=True)
class EarlyNote:
    """A note, the place that its number marks, and the events between which it stood."""

    since: str
    until: str | None
    mark: str
    en: str
    zh: str


ROWS = (
    EarlyNote(
        "coder_merged",
        "v3_promotion",
        "MODEL",
        "DeepSeek V2 Chat and DeepSeek Coder V2 have been merged into a new model, DeepSeek V2.5, which is better than either. For backward compatibility, it can be called as <code>deepseek-coder</code> and as <code>deepseek-chat</code>.",
        "DeepSeek V2 Chat 与 DeepSeek Coder V2 已合并升级为新模型 DeepSeek V2.5。为向前兼容，通过 deepseek-coder 或 deepseek-chat 均可访问该模型。",
    ),
    EarlyNote(
        "v3_promotion",
        "r1",
        "MODEL",
        "<code>deepseek-chat</code> has been upgraded to DeepSeek-V3.",
        "deepseek-chat 模型已升级为 DeepSeek-V3。",
    ),
    EarlyNote(
        "r1",
        "night_discount",
        "MODEL",
        "<code>deepseek-chat</code> has been upgraded to DeepSeek-V3; <code>deepseek-reasoner</code> points to the new model DeepSeek-R1.",
        "deepseek-chat 模型已升级为 DeepSeek-V3；deepseek-reasoner 为新模型 DeepSeek-R1。",
    ),
    EarlyNote(
        "r1",
        "night_discount",
        "cot",
        "The chain of thought is what <code>deepseek-reasoner</code> writes before its answer.",
        "思维链为 deepseek-reasoner 在给出回答之前的思考内容。",
    ),
    EarlyNote(
        "context_caching",
        "v3_promotion",
        "limit",
        'The limit of 8K output tokens is in Beta: it needs base_url="https://api.deepseek.com/beta".',
        '8K 输出长度为 Beta 功能，需设置 base_url="https://api.deepseek.com/beta"。',
    ),
    EarlyNote(
        "v3_promotion",
        "night_discount",
        "limit",
        "Without max_tokens, an answer ends after 4K tokens.",
        "未指定 max_tokens 时，最大输出长度默认为 4K。",
    ),
    EarlyNote(
        "context_caching",
        "night_discount",
        "input_cache_hit",
        'For what a cache hit is, see <a href="/guides/kv_cache">Context Caching</a>.',
        '缓存命中的说明，请参考<a href="/zh-cn/guides/kv_cache">上下文硬盘缓存</a>。',
    ),
    EarlyNote(
        "v3_promotion",
        "r1",
        "discount",
        "The table shows the original price and the discounted price. From now until 2025-02-08 16:00 (UTC), all users can have the discounted prices of the API. After that, it will recover to full price.",
        "表格中列出了优惠前与优惠后的价格。即日起至北京时间 2025-02-08 24:00，所有用户均按优惠价格计费，此后恢复至原价。",
    ),
    EarlyNote(
        "r1",
        "v3_promotion_over",
        "discount",
        "The table shows the original price and the discounted price. From now until 2025-02-08 16:00 (UTC), all users can have the discounted prices of the API. After that, it will recover to full price. DeepSeek-R1 is not included in the discount.",
        "表格中列出了优惠前与优惠后的价格。即日起至北京时间 2025-02-08 24:00，所有用户均按优惠价格计费，此后恢复至原价。DeepSeek-R1 不参与优惠。",
    ),
    EarlyNote(
        "r1",
        "night_discount",
        "reasoning",
        "The output of <code>deepseek-reasoner</code> counts the tokens of its chain of thought and of its answer, at one price.",
        "deepseek-reasoner 的输出 token 数包含思维链与回答的所有 token，计价相同。",
    ),
)

GROUPS = (
    EarlyNote(
        "night_discount",
        "rise_2025_announced",
        "discount",
        "The DeepSeek API provides off-peak discounts during 16:30-00:30 UTC each day. The time at which a request completes decides which price it has.",
        "DeepSeek API 每日于北京时间 00:30-08:30 提供错峰优惠，每个请求按其完成的时间计价。",
    ),
    EarlyNote(
        "rise_2025_announced",
        "v32",
        "tools",
        "A request to <code>deepseek-reasoner</code> with the tools parameter will in fact be processed by <code>deepseek-chat</code>.",
        "向 deepseek-reasoner 发送带有 tools 参数的请求，实际会由 deepseek-chat 模型处理。",
    ),
)


def standing(known: tuple[EarlyNote, ...], at: datetime, language: Language) -> list[EarlyNote]:
    """Those on the page at an instant, in the order of their numbers."""
    return [note for note in known if holds(note.since, note.until, at, language)]


def texts(known: list[EarlyNote], language: Language) -> list[str]:
    return [note.en if language == "en" else note.zh for note in known]
