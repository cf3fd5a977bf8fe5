# ruff: noqa: E501 (the pages are long lines)
"""The Chinese change log, newest first. It alone lists the vision model of 2026-08-21."""

from samples.deepseek.entry import Entry, bullets, more, paragraphs

FLASH = "请使用模型名 <code>deepseek-flash</code>。旧模型名 <code>deepseek-v4-flash</code>、<code>deepseek-v4-flash-vision-exp</code> 仍可调用，但这两个模型已下线，请求将由 DeepSeek-V4.1-Flash 提供服务，并按 Flash 的价格计费。"
ROUTED = "V4.1 Flash 各方面均优于 V4 Pro，V4 Pro 将有序下线。自北京时间 2026 年 9 月 14 日 12:00 起，至 V4.1 Pro 发布前，对 <code>deepseek-v4-pro</code> 的请求将全部路由至 V4.1 Flash，并按 V4.1 Flash 的价格计费。"
KEPT = "应许多用户的要求，我们决定在 2026 年 9 月 14 日之后继续提供 DeepSeek V4 Pro 的 API 调用服务，计费方式不变。"


def both(version: str) -> str:
    """Both names upgraded at once."""
    return paragraphs(
        f"<code>deepseek-chat</code> 与 <code>deepseek-reasoner</code> 现均已升级为 {version}。"
    ) + bullets(
        f"<code>deepseek-chat</code> 对应 {version} 的<strong>非思考模式</strong>",
        "<code>deepseek-reasoner</code> 对应其<strong>思考模式</strong>",
    )


def upgraded(name: str, version: str, *gains: str) -> str:
    return paragraphs(f"<code>{name}</code> 模型现已升级为 {version}。") + (bullets(*gains) if gains else "")


ENTRIES_ZH = (
    Entry(
        "2026-10-17",
        "DeepSeek-V4.1-Flash 更新",
        paragraphs("<code>deepseek-flash</code> 对应的模型已升级为 DeepSeek-V4.1-Flash-1017，价格与调用方式不变。"),
        "flash_1017",
    ),
    Entry(
        "2026-10-17",
        "网页搜索与抓取",
        paragraphs(
            'Search 与 Fetch 现为独立的 API，<a href="/zh-cn/quick_start/pricing">按请求次数计费</a>。在 DeepSeek Harness、Claude Code 与 Codex 中的调用将于北京时间 2026 年 11 月 1 日 00:00 起收取费用。'
        ),
        "flash_1017",
    ),
    Entry(
        "2026-09-10",
        "DeepSeek-V4.1-Flash 发布",
        paragraphs(FLASH, ROUTED, more("/news/news260910")),
        "v4_flash_retired",
        "pro_retirement_withdrawn",
    ),
    Entry(
        "2026-09-10",
        "DeepSeek-V4.1-Flash 发布",
        paragraphs(FLASH, KEPT, more("/news/news260910")),
        "pro_retirement_withdrawn",
    ),
    Entry(
        "2026-08-21",
        "DeepSeek-V4-Flash-Vision-Exp",
        paragraphs(
            "图像理解模型上线，模型名为 <code>deepseek-v4-flash-vision-exp</code>，价格与 <code>deepseek-v4-flash</code> 相同。"
        ),
        "vision_column",
    ),
    Entry(
        "2026-08-13",
        "DeepSeek-V4-Pro 更新",
        paragraphs(
            "DeepSeek-V4-Pro 正式版上线，调用方式不变，模型名仍为 <code>deepseek-v4-pro</code>。",
            "<strong>Responses API</strong>",
            "两个模型均已支持 Responses API 格式。",
            "<strong>API 价格调整</strong>",
            '随着 V4 系列正式发布，我们将<a href="/zh-cn/quick_start/pricing">调整 API 价格</a>，并采用峰谷定价，空闲时段价格为高峰时段的一半。新价格将于北京时间 2026 年 8 月 17 日 00:00 生效。',
            more("/news/news260813"),
        ),
        "rise_announced",
    ),
    Entry(
        "2026-07-31",
        "DeepSeek-V4-Flash 更新",
        paragraphs(
            "DeepSeek-V4-Flash 正式版 API 开始公测，调用方式不变，模型名仍为 <code>deepseek-v4-flash</code>。",
            "<strong>DeepSeek-V4-Flash-0731 的结构与大小同预览版，仅重新进行了后训练。</strong>",
            "<strong>本次仅更新 DeepSeek-V4-Flash API，DeepSeek-V4-Pro 正式版稍后发布。</strong>",
        ),
        "flash_0731",
    ),
    Entry(
        "2026-04-24",
        "DeepSeek-V4",
        paragraphs(
            "API 现已支持 V4-Pro 与 V4-Flash，兼容 OpenAI 与 Anthropic 格式。base_url 不变，模型名为 <code>deepseek-v4-pro</code> 或 <code>deepseek-v4-flash</code>。",
            "两个旧模型名 <code>deepseek-chat</code> 与 <code>deepseek-reasoner</code> 将于三个月后（2026-07-24）停止使用。在此之前，它们分别指向 <code>deepseek-v4-flash</code> 的非思考模式与思考模式。",
            more("/news/news260424"),
        ),
        "v4_launch",
    ),
    Entry("2025-12-01", "DeepSeek-V3.2", both("DeepSeek-V3.2"), "v32"),
    Entry(
        "2025-12-01",
        "DeepSeek-V3.2-Speciale",
        paragraphs(
            '我们临时部署了 DeepSeek-V3.2-Speciale，通过 <code>base_url="https://api.deepseek.com/v3.2_speciale_expires_on_20251215"</code> 访问。其价格同 V3.2，不支持工具调用，支持时间截止至北京时间 2025-12-15 23:59。',
            more("/news/news251201"),
        ),
        "v32",
    ),
    Entry(
        "2025-09-29", "DeepSeek-V3.2-Exp", both("DeepSeek-V3.2-Exp") + paragraphs(more("/news/news250929")), "v32_exp"
    ),
    Entry("2025-09-22", "DeepSeek-V3.1-Terminus", both("DeepSeek-V3.1-Terminus"), "v31_terminus"),
    Entry("2025-08-21", "DeepSeek-V3.1", both("DeepSeek-V3.1"), "rise_2025_announced"),
    Entry(
        "2025-05-28",
        "deepseek-reasoner",
        upgraded(
            "deepseek-reasoner", "DeepSeek-R1-0528", "AIME 2025: 70.0 → 87.5", "支持 Json Output 与 Function Calling"
        ),
        "r1_0528",
    ),
    Entry(
        "2025-03-24",
        "deepseek-chat",
        upgraded("deepseek-chat", "DeepSeek-V3-0324", "MMLU-Pro: 75.9 → 81.2", "AIME: 39.6 → 59.4"),
        "v3_0324",
    ),
    Entry(
        "2025-01-20",
        "deepseek-reasoner",
        bullets(
            "<code>deepseek-reasoner</code> 是新模型 DeepSeek-R1，可通过 <code>model=deepseek-reasoner</code> 调用。",
            more("/news/news250120", "DeepSeek-R1 发布"),
        ),
        "r1",
    ),
    Entry(
        "2024-12-26",
        "deepseek-chat",
        bullets(
            "<code>deepseek-chat</code> 模型现已升级为 DeepSeek-V3，接口不变。",
            more("/news/news1226", "DeepSeek-V3 发布"),
        ),
        "v3_promotion",
    ),
    Entry(
        "2024-12-10",
        "deepseek-chat",
        upgraded("deepseek-chat", "DeepSeek-V2.5-1210", "MATH-500: 74.8% → 82.8%"),
        "v25_1210",
    ),
    Entry(
        "2024-09-05",
        "<code>deepseek-coder</code> &amp; <code>deepseek-chat</code> 升级为 DeepSeek V2.5",
        paragraphs(
            "DeepSeek V2 Chat 和 DeepSeek Coder V2 已合并升级为新模型 DeepSeek V2.5。",
            "为向前兼容，通过 <code>deepseek-coder</code> 或 <code>deepseek-chat</code> 均可以访问。",
        ),
        "coder_merged",
    ),
    Entry(
        "2024-08-02",
        "API 上线硬盘缓存",
        paragraphs("API 采用硬盘缓存，价格降低一个数量级。", more("/news/news0802", "硬盘缓存 2024/08/02")),
        "context_caching",
    ),
    Entry(
        "2024-07-25",
        "API 接口更新",
        bullets("JSON 输出", "Function 调用", "对话前缀续写（Beta）", "FIM 补全（Beta）"),
        "context_caching",
    ),
    Entry("2024-07-24", "deepseek-coder", upgraded("deepseek-coder", "DeepSeek-Coder-V2-0724"), "context_caching"),
    Entry("2024-06-28", "deepseek-chat", upgraded("deepseek-chat", "DeepSeek-V2-0628"), "context_caching"),
    Entry("2024-06-14", "deepseek-coder", upgraded("deepseek-coder", "DeepSeek-Coder-V2-0614"), "context_caching"),
    Entry("2024-05-17", "deepseek-chat", upgraded("deepseek-chat", "DeepSeek-V2-0517"), "context_caching"),
)
