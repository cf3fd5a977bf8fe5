"""What the demo has to find: DeepSeek's pricing page (EN) from 2026-04-24 to 2026-10-31, change by change.

Written from the dated facts (samples/deepseek.csv) and the samples' sentences: kind, subject, before, after.
The first page, 2026-04-24, is the baseline: no changes.
"""

FIXED = {
    "2026-04-26 00:00": "the promotion was seen on 04-25 or 04-26: the later day, before the cut of 12:15",
    "2026-04-30 00:00": "the extension was seen by 04-30: the day it was seen",
    "2026-05-08 00:00": "the date vanished between 05-08 and 05-22: the first capture without it",
    "2026-07-17 00:00": "the date was back by 07-17: the day it was seen",
    "2026-08-22 00:00": "weekends hold from 08-22 16:00; the page was seen saying so on 08-22",
    "2026-09-10 04:00": "announced on 09-09 or 09-10: with the edit that brought V4.1, the first page that has it",
    "2026-09-21 00:00": "holidays appeared between 09-14 and 09-21: the first capture that has them",
    "2026-10-06 00:00": "the note was gone by 10-06: the day it was seen",
}
"""The instants that the facts give only roughly, and why they are fixed as they are."""

STORY: dict[str, list[tuple[str, str, str | None, str | None]]] = {
    "2026-04-26 00:00": [
        (
            "price changed",
            "deepseek-v4-pro",
            "input_cache_hit 0.145 USD / 1M tokens",
            "input_cache_hit 0.03625 (list 0.145) USD / 1M tokens",
        ),
        (
            "price changed",
            "deepseek-v4-pro",
            "input_cache_miss 1.74 USD / 1M tokens",
            "input_cache_miss 0.435 (list 1.74) USD / 1M tokens",
        ),
        (
            "price changed",
            "deepseek-v4-pro",
            "output 3.48 USD / 1M tokens",
            "output 0.87 (list 3.48) USD / 1M tokens",
        ),
        (
            "notice added",
            "notices",
            None,
            "The deepseek-v4-pro model is offered at a 75% discount until 2026/05/05 15:59 UTC.",
        ),
    ],
    "2026-04-26 12:15": [
        (
            "price changed",
            "deepseek-v4-flash",
            "input_cache_hit 0.028 USD / 1M tokens",
            "input_cache_hit 0.0028 USD / 1M tokens",
        ),
        (
            "price changed",
            "deepseek-v4-pro",
            "input_cache_hit 0.03625 (list 0.145) USD / 1M tokens",
            "input_cache_hit 0.003625 (list 0.0145) USD / 1M tokens",
        ),
        (
            "notice added",
            "notices",
            None,
            "For all models, an input cache hit costs one tenth of the launch price, "
            "effective from 2026/4/26 12:15 UTC.",
        ),
    ],
    "2026-04-30 00:00": [
        (
            "notice changed",
            "notices",
            "The deepseek-v4-pro model is offered at a 75% discount until 2026/05/05 15:59 UTC.",
            "The deepseek-v4-pro model is offered at a 75% discount, extended until 2026/05/31 15:59 UTC.",
        ),
    ],
    "2026-05-08 00:00": [
        (
            "notice changed",
            "notices",
            "The names deepseek-chat and deepseek-reasoner will be deprecated on 2026/07/24"
            " 15:59 UTC. They stand for the non-thinking and the thinking mode of "
            "deepseek-v4-flash.",
            "The names deepseek-chat and deepseek-reasoner will be deprecated in the "
            "future. They stand for the non-thinking and the thinking mode of "
            "deepseek-v4-flash.",
        ),
    ],
    "2026-05-22 00:00": [
        (
            "notice removed",
            "notices",
            "The deepseek-v4-pro model is offered at a 75% discount, extended until 2026/05/31 15:59 UTC.",
            None,
        ),
        (
            "notice added",
            "notices",
            None,
            "For the limits of concurrency, see Rate Limit & Isolation",
        ),
        (
            "notice added",
            "notices",
            None,
            "When the 75% discount on deepseek-v4-pro ends on 2026/05/31 15:59 UTC, a "
            "quarter of the original price becomes its price.",
        ),
    ],
    "2026-05-31 15:59": [
        (
            "list price changed",
            "deepseek-v4-pro",
            "input_cache_hit 0.003625 (list 0.0145) USD / 1M tokens",
            "input_cache_hit 0.003625 USD / 1M tokens",
        ),
        (
            "list price changed",
            "deepseek-v4-pro",
            "input_cache_miss 0.435 (list 1.74) USD / 1M tokens",
            "input_cache_miss 0.435 USD / 1M tokens",
        ),
        (
            "list price changed",
            "deepseek-v4-pro",
            "output 0.87 (list 3.48) USD / 1M tokens",
            "output 0.87 USD / 1M tokens",
        ),
        (
            "notice removed",
            "notices",
            "For all models, an input cache hit costs one tenth of the launch price, "
            "effective from 2026/4/26 12:15 UTC.",
            None,
        ),
        (
            "notice removed",
            "notices",
            "When the 75% discount on deepseek-v4-pro ends on 2026/05/31 15:59 UTC, a "
            "quarter of the original price becomes its price.",
            None,
        ),
    ],
    "2026-07-17 00:00": [
        (
            "notice changed",
            "notices",
            "The names deepseek-chat and deepseek-reasoner will be deprecated in the "
            "future. They stand for the non-thinking and the thinking mode of "
            "deepseek-v4-flash.",
            "The names deepseek-chat and deepseek-reasoner will be deprecated on 2026/07/24"
            " 15:59 UTC. They stand for the non-thinking and the thinking mode of "
            "deepseek-v4-flash.",
        ),
    ],
    "2026-07-24 15:59": [
        (
            "notice removed",
            "notices",
            "The names deepseek-chat and deepseek-reasoner will be deprecated on 2026/07/24"
            " 15:59 UTC. They stand for the non-thinking and the thinking mode of "
            "deepseek-v4-flash.",
            None,
        ),
    ],
    "2026-07-31 00:00": [
        (
            "version changed",
            "deepseek-v4-flash",
            "DeepSeek-V4-Flash",
            "DeepSeek-V4-Flash-0731",
        ),
        (
            "notice added",
            "notices",
            None,
            "The Responses API knows deepseek-v4-flash so far; deepseek-v4-pro is to follow in early August 2026.",
        ),
    ],
    "2026-08-06 00:00": [
        (
            "notice added",
            "notices",
            None,
            "We plan to raise the prices of the API in the near future, and a significant "
            "increase is to be expected. The new prices will be announced.",
        ),
    ],
    "2026-08-13 00:00": [
        (
            "version changed",
            "deepseek-v4-pro",
            "DeepSeek-V4-Pro",
            "DeepSeek-V4-Pro-0813",
        ),
        (
            "notice removed",
            "notices",
            "The Responses API knows deepseek-v4-flash so far; deepseek-v4-pro is to follow in early August 2026.",
            None,
        ),
        (
            "notice removed",
            "notices",
            "We plan to raise the prices of the API in the near future, and a significant "
            "increase is to be expected. The new prices will be announced.",
            None,
        ),
        (
            "notice added",
            "notices",
            None,
            "These prices take effect at 16:00 UTC on August 16, 2026, with peak hours "
            "01:00 - 04:00 and 06:00 - 10:00 UTC every day:",
        ),
        (
            "notice added",
            "notices",
            None,
            "Announced prices: MODEL | MODEL | 1M INPUT TOKENS (CACHE HIT) | 1M INPUT "
            "TOKENS (CACHE MISS) | 1M OUTPUT TOKENS; deepseek-v4-flash | OFF-PEAK | $0.007 "
            "| $0.22 | $0.66; deepseek-v4-flash | PEAK | $0.014 | $0.44 | $1.32; "
            "deepseek-v4-pro | OFF-PEAK | $0.022 | $0.66 | $1.98; deepseek-v4-pro | PEAK | "
            "$0.044 | $1.32 | $3.96",
        ),
    ],
    "2026-08-16 16:00": [
        (
            "price changed",
            "deepseek-v4-flash",
            "input_cache_hit 0.0028 USD / 1M tokens",
            "input_cache_hit off_peak 0.007, peak 0.014 USD / 1M tokens",
        ),
        (
            "price changed",
            "deepseek-v4-flash",
            "input_cache_miss 0.14 USD / 1M tokens",
            "input_cache_miss off_peak 0.22, peak 0.44 USD / 1M tokens",
        ),
        (
            "price changed",
            "deepseek-v4-flash",
            "output 0.28 USD / 1M tokens",
            "output off_peak 0.66, peak 1.32 USD / 1M tokens",
        ),
        (
            "price changed",
            "deepseek-v4-pro",
            "input_cache_hit 0.003625 USD / 1M tokens",
            "input_cache_hit off_peak 0.022, peak 0.044 USD / 1M tokens",
        ),
        (
            "price changed",
            "deepseek-v4-pro",
            "input_cache_miss 0.435 USD / 1M tokens",
            "input_cache_miss off_peak 0.66, peak 1.32 USD / 1M tokens",
        ),
        (
            "price changed",
            "deepseek-v4-pro",
            "output 0.87 USD / 1M tokens",
            "output off_peak 1.98, peak 3.96 USD / 1M tokens",
        ),
        (
            "notice removed",
            "notices",
            "These prices take effect at 16:00 UTC on August 16, 2026, with peak hours "
            "01:00 - 04:00 and 06:00 - 10:00 UTC every day:",
            None,
        ),
        (
            "notice removed",
            "notices",
            "Announced prices: MODEL | MODEL | 1M INPUT TOKENS (CACHE HIT) | 1M INPUT "
            "TOKENS (CACHE MISS) | 1M OUTPUT TOKENS; deepseek-v4-flash | OFF-PEAK | $0.007 "
            "| $0.22 | $0.66; deepseek-v4-flash | PEAK | $0.014 | $0.44 | $1.32; "
            "deepseek-v4-pro | OFF-PEAK | $0.022 | $0.66 | $1.98; deepseek-v4-pro | PEAK | "
            "$0.044 | $1.32 | $3.96",
            None,
        ),
        (
            "notice added",
            "notices",
            None,
            "Off-peak prices are half of the peak prices. Peak hours are 01:00 - 04:00 and "
            "06:00 - 10:00 UTC every day; all other hours are off-peak.",
        ),
    ],
    "2026-08-21 00:00": [
        (
            "model added",
            "deepseek-v4-flash-vision-exp",
            None,
            "DeepSeek-V4-Flash-Vision-Exp; input_cache_hit off_peak 0.007, peak 0.014 USD /"
            " 1M tokens; input_cache_miss off_peak 0.22, peak 0.44 USD / 1M tokens; output "
            "off_peak 0.66, peak 1.32 USD / 1M tokens",
        ),
    ],
    "2026-08-22 00:00": [
        (
            "notice changed",
            "notices",
            "Off-peak prices are half of the peak prices. Peak hours are 01:00 - 04:00 and "
            "06:00 - 10:00 UTC every day; all other hours are off-peak.",
            "Off-peak prices are half of the peak prices. Peak hours are 01:00 - 04:00 and "
            "06:00 - 10:00 UTC every day; all other hours are off-peak. Effective 00:00 "
            "(Beijing Time) on Sunday, August 23, 2026, weekends (Saturdays and Sundays, "
            "Beijing Time) are off-peak all day.",
        ),
    ],
    "2026-09-10 04:00": [
        (
            "model added",
            "deepseek-flash",
            None,
            "DeepSeek-V4.1-Flash; input_cache_hit off_peak 0.003, peak 0.006 USD / 1M "
            "tokens; input_cache_miss off_peak 0.15, peak 0.3 USD / 1M tokens; output "
            "off_peak 0.6, peak 1.2 USD / 1M tokens",
        ),
        (
            "model removed",
            "deepseek-v4-flash",
            "DeepSeek-V4-Flash-0731; input_cache_hit off_peak 0.007, peak 0.014 USD / 1M "
            "tokens; input_cache_miss off_peak 0.22, peak 0.44 USD / 1M tokens; output "
            "off_peak 0.66, peak 1.32 USD / 1M tokens",
            None,
        ),
        (
            "model removed",
            "deepseek-v4-flash-vision-exp",
            "DeepSeek-V4-Flash-Vision-Exp; input_cache_hit off_peak 0.007, peak 0.014 USD /"
            " 1M tokens; input_cache_miss off_peak 0.22, peak 0.44 USD / 1M tokens; output "
            "off_peak 0.66, peak 1.32 USD / 1M tokens",
            None,
        ),
        (
            "notice changed",
            "notices",
            "Off-peak prices are half of the peak prices. Peak hours are 01:00 - 04:00 and "
            "06:00 - 10:00 UTC every day; all other hours are off-peak. Effective 00:00 "
            "(Beijing Time) on Sunday, August 23, 2026, weekends (Saturdays and Sundays, "
            "Beijing Time) are off-peak all day.",
            "Off-peak prices are half of the peak prices. Peak hours are 01:00 - 04:00 and "
            "06:00 - 10:00 UTC, Monday through Friday. All other hours are off-peak, "
            "weekends included.",
        ),
        (
            "notice added",
            "notices",
            None,
            "V4.1 Flash does better than V4 Pro in every respect, so V4 Pro is to retire. "
            "From 12:00 Beijing Time on September 14, 2026, until V4.1 Pro is released, "
            "requests to deepseek-v4-pro will all be routed to V4.1 Flash and billed at the"
            " V4.1 Flash price.",
        ),
        (
            "notice added",
            "notices",
            None,
            "Use deepseek-flash as the name of the model. deepseek-v4-flash and "
            "deepseek-v4-flash-vision-exp are still accepted, but those models are retired:"
            " requests are served by DeepSeek-V4.1-Flash and billed at the price of Flash.",
        ),
    ],
    "2026-09-11 00:00": [
        (
            "notice removed",
            "notices",
            "V4.1 Flash does better than V4 Pro in every respect, so V4 Pro is to retire. "
            "From 12:00 Beijing Time on September 14, 2026, until V4.1 Pro is released, "
            "requests to deepseek-v4-pro will all be routed to V4.1 Flash and billed at the"
            " V4.1 Flash price.",
            None,
        ),
        (
            "notice added",
            "notices",
            None,
            "As many users asked for it, we will continue providing DeepSeek V4 Pro after "
            "September 14, 2026; how it is billed does not change. Should that change, we "
            "will say so.",
        ),
    ],
    "2026-09-21 00:00": [
        (
            "notice changed",
            "notices",
            "Off-peak prices are half of the peak prices. Peak hours are 01:00 - 04:00 and "
            "06:00 - 10:00 UTC, Monday through Friday. All other hours are off-peak, "
            "weekends included.",
            "Off-peak prices are half of the peak prices. Peak hours are 01:00 - 04:00 and "
            "06:00 - 10:00 UTC, Monday through Friday, excluding Chinese public holidays. "
            "All other hours are off-peak, weekends and Chinese public holidays included.",
        ),
    ],
    "2026-10-06 00:00": [
        (
            "notice removed",
            "notices",
            "As many users asked for it, we will continue providing DeepSeek V4 Pro after "
            "September 14, 2026; how it is billed does not change. Should that change, we "
            "will say so.",
            None,
        ),
    ],
    "2026-10-17 00:00": [
        (
            "version changed",
            "deepseek-flash",
            "DeepSeek-V4.1-Flash",
            "DeepSeek-V4.1-Flash-1017",
        ),
        (
            "notice changed",
            "notices",
            "Use deepseek-flash as the name of the model. deepseek-v4-flash and "
            "deepseek-v4-flash-vision-exp are still accepted, but those models are retired:"
            " requests are served by DeepSeek-V4.1-Flash and billed at the price of Flash.",
            "Use deepseek-flash as the name of the model. deepseek-v4-flash and "
            "deepseek-v4-flash-vision-exp are still accepted, but those models are retired:"
            " requests are served by DeepSeek-V4.1-Flash-1017 and billed at the price of "
            "Flash.",
        ),
        (
            "notice added",
            "notices",
            None,
            "Search and Fetch are APIs of their own, billed by the request.",
        ),
        (
            "notice added",
            "notices",
            None,
            "Web Search and Fetch Pricing: API | Billing Unit | Price; Search | 1,000 "
            "successful requests | $0.75; Fetch | 1,000 successful requests | $0.75",
        ),
        (
            "notice added",
            "notices",
            None,
            "Calls to Search and Fetch from DeepSeek Harness, Claude Code and Codex are not"
            " billed yet; they will be from 00:00 Beijing Time on November 1, 2026.",
        ),
    ],
    "2026-10-31 16:00": [
        (
            "notice removed",
            "notices",
            "Calls to Search and Fetch from DeepSeek Harness, Claude Code and Codex are not"
            " billed yet; they will be from 00:00 Beijing Time on November 1, 2026.",
            None,
        ),
    ],
}
