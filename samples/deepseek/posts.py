# ruff: noqa: E501 (the pages are long lines)
"""The news posts of DeepSeek, in both languages. None is corrected afterwards: what they announce may have been withdrawn."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Post:
    """A post, the event that brought it, and its paragraphs."""

    name: str
    event: str
    date: str
    title_en: str
    title_zh: str
    en: tuple[str, ...]
    zh: tuple[str, ...]


POSTS = (
    Post(
        "news0802",
        "context_caching",
        "2024/08/02",
        "Context Caching on Disk",
        "API 上线硬盘缓存",
        (
            "What was sent before is now kept on disk: a repeated beginning of a prompt costs $0.014 per million tokens, a tenth of $0.14.",
            "It needs no change in your code, and is on for all users.",
        ),
        (
            "重复的上下文现会缓存在硬盘上：缓存命中的部分为 0.1 元每百万 tokens，未命中的部分为 1 元每百万 tokens。",
            "无需修改代码，已对所有用户开启。",
        ),
    ),
    Post(
        "news1226",
        "v3_promotion",
        "2024/12/26",
        "Introducing DeepSeek-V3",
        "DeepSeek-V3 发布",
        (
            "DeepSeek-V3 is served as <code>deepseek-chat</code>; the API remains unchanged.",
            "API pricing: until Feb 8, the same as V2. From Feb 8 onwards: input $0.27 per million tokens ($0.07 with a cache hit), output $1.10 per million tokens.",
        ),
        (
            "DeepSeek-V3 已上线，模型名为 <code>deepseek-chat</code>，接口不变。",
            "即日起至北京时间 2025-02-08，价格与 V2 相同；此后为每百万输入 tokens 0.5 元（缓存命中）/ 2 元（缓存未命中），每百万输出 tokens 8 元。",
        ),
    ),
    Post(
        "news250120",
        "r1",
        "2025/01/20",
        "DeepSeek-R1 Release",
        "DeepSeek-R1 发布",
        (
            "DeepSeek-R1 can be called with <code>model=deepseek-reasoner</code>.",
            "Its price: $0.14 per million input tokens with a cache hit, $0.55 with a cache miss, $2.19 per million output tokens.",
        ),
        (
            "DeepSeek-R1 可通过 <code>model=deepseek-reasoner</code> 调用。",
            "价格为每百万输入 tokens 1 元（缓存命中）/ 4 元（缓存未命中），每百万输出 tokens 16 元。",
        ),
    ),
    Post(
        "news250821",
        "rise_2025_announced",
        "2025/08/21",
        "DeepSeek-V3.1 Release",
        "DeepSeek-V3.1 发布",
        (
            "<code>deepseek-chat</code> is the non-thinking mode of DeepSeek-V3.1, <code>deepseek-reasoner</code> its thinking mode.",
            "New pricing starts and off-peak discounts end at Sep 5th, 2025, 16:00 (UTC Time). Until then, the API follows the current pricing.",
        ),
        (
            "<code>deepseek-chat</code> 对应 DeepSeek-V3.1 的非思考模式，<code>deepseek-reasoner</code> 对应其思考模式。",
            "北京时间 2025 年 9 月 6 日 00:00 起执行新价格，并取消夜间时段优惠；在此之前按当前价格计费。",
        ),
    ),
    Post(
        "news250929",
        "v32_exp",
        "2025/09/29",
        "DeepSeek-V3.2-Exp Release",
        "DeepSeek-V3.2-Exp 发布",
        (
            "API prices are cut by 50% and more, effective immediately.",
            "For comparison, V3.1-Terminus stays available at a temporary base_url until Oct 15th, 2025, 15:59 (UTC Time).",
        ),
        (
            "API 价格下调 50% 以上，即刻生效。",
            "为便于对比，V3.1-Terminus 通过临时的 base_url 保留至北京时间 2025-10-15 23:59。",
        ),
    ),
    Post(
        "news251201",
        "v32",
        "2025/12/01",
        "DeepSeek-V3.2 Release",
        "DeepSeek-V3.2 发布",
        (
            "Both names have been upgraded to DeepSeek-V3.2, at the price of V3.2-Exp.",
            "V3.2-Speciale is served from a temporary endpoint, at the price of V3.2 and without tool calls, until Dec 15th, 2025, 15:59 (UTC Time).",
        ),
        (
            "两个模型名均已升级为 DeepSeek-V3.2，价格与 V3.2-Exp 相同。",
            "V3.2-Speciale 以临时接口提供，价格同 V3.2，不支持工具调用，支持时间截止至北京时间 2025-12-15 23:59。",
        ),
    ),
    Post(
        "news260424",
        "v4_launch",
        "2026/04/24",
        "DeepSeek-V4 Preview Release",
        "DeepSeek-V4 预览版发布",
        (
            "Keep the base_url and set the model to <code>deepseek-v4-pro</code> or <code>deepseek-v4-flash</code>.",
            "<code>deepseek-chat</code> and <code>deepseek-reasoner</code> will be retired after Jul 24th, 2026, 15:59 (UTC Time); until then they are routed to <code>deepseek-v4-flash</code>.",
        ),
        (
            "base_url 不变，模型名为 <code>deepseek-v4-pro</code> 或 <code>deepseek-v4-flash</code>。",
            "<code>deepseek-chat</code> 与 <code>deepseek-reasoner</code> 将于北京时间 2026-07-24 23:59 后停止使用，此前指向 <code>deepseek-v4-flash</code>。",
        ),
    ),
    Post(
        "news260813",
        "rise_announced",
        "2026/08/13",
        "DeepSeek-V4-Pro Release",
        "DeepSeek-V4-Pro 正式版发布",
        (
            "DeepSeek-V4-Pro is out of its preview; the name <code>deepseek-v4-pro</code> stays.",
            "We will adopt peak and off-peak prices: off-peak is half of peak. All new prices will take effect at 16:00 (UTC Time) on August 16, 2026.",
        ),
        (
            "DeepSeek-V4-Pro 正式版上线，模型名 <code>deepseek-v4-pro</code> 不变。",
            "我们将采用峰谷定价，空闲时段价格为高峰时段的一半。新价格将于北京时间 2026 年 8 月 17 日 00:00 生效。",
        ),
    ),
    Post(
        "news260910",
        "v4_flash_retired",
        "2026/09/10",
        "DeepSeek-V4.1-Flash Release",
        "DeepSeek-V4.1-Flash 发布",
        (
            "DeepSeek-V4.1-Flash is served as <code>deepseek-flash</code>, at a lower price than V4 Flash.",
            "V4.1 Flash is ahead of V4 Pro in every respect, so we plan to retire V4 Pro. From 12:00 Beijing Time on September 14, 2026, until V4.1 Pro is released, requests to <code>deepseek-v4-pro</code> will all be routed to V4.1 Flash and billed at the V4.1 Flash price.",
        ),
        (
            "DeepSeek-V4.1-Flash 上线，模型名为 <code>deepseek-flash</code>，价格低于 V4 Flash。",
            "V4.1 Flash 各方面均优于 V4 Pro，V4 Pro 将有序下线。自北京时间 2026 年 9 月 14 日 12:00 起，至 V4.1 Pro 发布前，对 <code>deepseek-v4-pro</code> 的请求将全部路由至 V4.1 Flash，并按 V4.1 Flash 的价格计费。",
        ),
    ),
)
