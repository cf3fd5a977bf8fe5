# ruff: noqa: E501 (the pages are long lines)
"""The footnotes of the Chinese pricing page since 2026-04-24. Model names stand bare, times are Beijing's."""

from samples.deepseek.note import Note

OLD_NAMES = "此前，它们分别对应 deepseek-v4-flash 的非思考模式与思考模式。"
DATED = f"模型名 deepseek-chat 与 deepseek-reasoner 将于北京时间 2026/07/24 23:59 弃用。{OLD_NAMES}"
HALF = "空闲时段的价格是高峰时段价格的一半。"
HOURS = "9:00 - 12:00、14:00 - 18:00 为高峰时段"
DAILY = f"{HALF}北京时间每天 {HOURS}，其余时段均为空闲时段。"
LEGACY = (
    "调用时模型名请使用 deepseek-flash。旧模型名 deepseek-v4-flash、deepseek-v4-flash-vision-exp "
    "仍可调用，但这两个模型已下线，请求将由"
)

NOTES_ZH = (
    Note("names_dated", "names_undated", "deepseek-v4-flash", DATED),
    Note(
        "names_undated",
        "names_dated_again",
        "deepseek-v4-flash",
        f"模型名 deepseek-chat 与 deepseek-reasoner 将于日后弃用。{OLD_NAMES}",
    ),
    Note("names_dated_again", "names_retired", "deepseek-v4-flash", DATED),
    Note(
        "v4_flash_retired",
        "flash_1017",
        "deepseek-flash",
        f"{LEGACY} DeepSeek-V4.1-Flash 提供服务，并按 Flash 的价格计费。",
    ),
    Note("flash_1017", None, "deepseek-flash", f"{LEGACY} DeepSeek-V4.1-Flash-1017 提供服务，并按 Flash 的价格计费。"),
    Note(
        "pro_retirement_announced",
        "pro_retirement_withdrawn",
        "deepseek-v4-pro",
        "V4.1 Flash 各方面均优于 V4 Pro，V4 Pro 将有序下线。自北京时间 2026 年 9 月 14 日 12:00 起，至 V4.1 Pro 发布前，"
        "对 deepseek-v4-pro 的请求将全部路由至 V4.1 Flash，并按 V4.1 Flash 的价格计费。",
    ),
    Note(
        "pro_retirement_withdrawn",
        "pro_note_gone",
        "deepseek-v4-pro",
        "应许多用户的要求，我们决定在 2026 年 9 月 14 日之后继续提供 DeepSeek V4 Pro 的 API 调用服务，计费方式不变；如有变动，将另行通知。",
    ),
    Note(
        "flash_0731",
        "rise_announced",
        "responses",
        "Responses API 目前仅支持 deepseek-v4-flash，对 deepseek-v4-pro 的支持将于 2026 年 8 月初提供。",
    ),
    Note(
        "rise_warned",
        "rise_announced",
        "PRICING",
        "我们计划于近期上调 API 价格，预计涨幅较大；具体价格将另行公布。",
    ),
    Note(
        "rise_announced",
        "rise",
        "PRICING",
        f"以下价格自北京时间 2026 年 8 月 17 日 00:00 起生效，北京时间每天 {HOURS}：",
    ),
    Note("rise", "weekends_off_peak", "PRICING", DAILY),
    Note(
        "weekends_off_peak",
        "v4_flash_retired",
        "PRICING",
        f"{DAILY}自北京时间 2026 年 8 月 23 日（周日）00:00 起，周末（北京时间周六、周日）全天为空闲时段。",
    ),
    Note(
        "v4_flash_retired",
        "holidays_off_peak",
        "PRICING",
        f"{HALF}北京时间周一至周五 {HOURS}；其余时段，包括周末全天，均为空闲时段。",
    ),
    Note(
        "holidays_off_peak",
        None,
        "PRICING",
        f"{HALF}北京时间周一至周五（不含中国法定节假日）{HOURS}；其余时段，包括周末与中国法定节假日全天，均为空闲时段。",
    ),
    Note(
        "cache_hit_cut",
        "promotion_over",
        "input_cache_hit",
        "所有模型的缓存命中价格降至首发价格的 1/10，自北京时间 2026/4/26 20:15 起生效。",
    ),
    Note(
        "promotion",
        "promotion_extended",
        "discount",
        "<strong>deepseek-v4-pro 模型现享 2.5 折优惠，截至北京时间 2026/05/05 23:59。</strong>",
    ),
    Note(
        "promotion_extended",
        "promotion_permanent",
        "discount",
        "<strong>deepseek-v4-pro 模型现享 2.5 折优惠，延长至北京时间 2026/05/31 23:59。</strong>",
    ),
    Note(
        "promotion_permanent",
        "promotion_over",
        "discount",
        "deepseek-v4-pro 的 2.5 折优惠于北京时间 2026/05/31 23:59 结束后，其价格将正式调整为原价的 1/4。",
    ),
    Note(
        "promotion_permanent",
        None,
        "concurrency",
        '并发限制的细节，请参考<a href="/zh-cn/quick_start/rate_limit">限速与隔离</a>。',
    ),
)
