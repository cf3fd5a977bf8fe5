"""The footnotes of the pricing page since 2026-04-24: what each says, and between which events it stood there.

Date shapes and content are the real page's, the sentences are ours. The Chinese ones stand in `deepseek_notes_zh`.
"""

from datetime import datetime

from samples.deepseek.facts import Language, holds
from samples.deepseek.note import Note
from samples.deepseek.notes_zh import NOTES_ZH

OLD_NAMES = "They stand for the non-thinking and the thinking mode of <code>deepseek-v4-flash</code>."
BANDS = "Off-peak prices are half of the peak prices. Peak hours are 01:00 - 04:00 and 06:00 - 10:00 UTC"
LEGACY = (
    "Use <code>deepseek-flash</code> as the name of the model. <code>deepseek-v4-flash</code> and "
    "<code>deepseek-v4-flash-vision-exp</code> are still accepted, but those models are retired: requests are served by"
)


NOTES = (
    Note(
        "names_dated",
        "names_undated",
        "deepseek-v4-flash",
        f"The names <code>deepseek-chat</code> and <code>deepseek-reasoner</code> will be deprecated on 2026/07/24 15:59 UTC. {OLD_NAMES}",
    ),
    Note(
        "names_undated",
        "names_dated_again",
        "deepseek-v4-flash",
        f"The names <code>deepseek-chat</code> and <code>deepseek-reasoner</code> will be deprecated in the future. {OLD_NAMES}",
    ),
    Note(
        "names_dated_again",
        "names_retired",
        "deepseek-v4-flash",
        f"The names <code>deepseek-chat</code> and <code>deepseek-reasoner</code> will be deprecated on 2026/07/24 15:59 UTC. {OLD_NAMES}",
    ),
    Note(
        "v4_flash_retired",
        "flash_1017",
        "deepseek-flash",
        f"{LEGACY} DeepSeek-V4.1-Flash and billed at the price of Flash.",
    ),
    Note("flash_1017", None, "deepseek-flash", f"{LEGACY} DeepSeek-V4.1-Flash-1017 and billed at the price of Flash."),
    Note(
        "pro_retirement_announced",
        "pro_retirement_withdrawn",
        "deepseek-v4-pro",
        "V4.1 Flash does better than V4 Pro in every respect, so V4 Pro is to retire. From 12:00 Beijing Time on "
        "September 14, 2026, until V4.1 Pro is released, requests to <code>deepseek-v4-pro</code> will all be routed to "
        "V4.1 Flash and billed at the V4.1 Flash price.",
    ),
    Note(
        "pro_retirement_withdrawn",
        "pro_note_gone",
        "deepseek-v4-pro",
        "As many users asked for it, we will continue providing DeepSeek V4 Pro after September 14, 2026; how it is "
        "billed does not change. Should that change, we will say so.",
    ),
    Note(
        "flash_0731",
        "rise_announced",
        "responses",
        "The Responses API knows <code>deepseek-v4-flash</code> so far; <code>deepseek-v4-pro</code> is to follow in early August 2026.",
    ),
    Note(
        "rise_warned",
        "rise_announced",
        "PRICING",
        "We plan to raise the prices of the API in the near future, and a significant increase is to be expected. The "
        "new prices will be announced.",
    ),
    Note(
        "rise_announced",
        "rise",
        "PRICING",
        "These prices take effect at 16:00 UTC on August 16, 2026, with peak hours 01:00 - 04:00 and 06:00 - 10:00 UTC every day:",
    ),
    Note("rise", "weekends_off_peak", "PRICING", f"{BANDS} every day; all other hours are off-peak."),
    Note(
        "weekends_off_peak",
        "v4_flash_retired",
        "PRICING",
        f"{BANDS} every day; all other hours are off-peak. Effective 00:00 (Beijing Time) on Sunday, August 23, 2026, "
        "weekends (Saturdays and Sundays, Beijing Time) are off-peak all day.",
    ),
    Note(
        "v4_flash_retired",
        "holidays_off_peak",
        "PRICING",
        f"{BANDS}, Monday through Friday. All other hours are off-peak, weekends included.",
    ),
    Note(
        "holidays_off_peak",
        None,
        "PRICING",
        f"{BANDS}, Monday through Friday, excluding Chinese public holidays. All other hours are off-peak, weekends and "
        "Chinese public holidays included.",
    ),
    Note(
        "cache_hit_cut",
        "promotion_over",
        "input_cache_hit",
        "For all models, an input cache hit costs one tenth of the launch price, effective from 2026/4/26 12:15 UTC.",
    ),
    Note(
        "promotion",
        "promotion_extended",
        "discount",
        "<strong>The deepseek-v4-pro model is offered at a 75% discount until 2026/05/05 15:59 UTC.</strong>",
    ),
    Note(
        "promotion_extended",
        "promotion_permanent",
        "discount",
        "<strong>The deepseek-v4-pro model is offered at a 75% discount, extended until 2026/05/31 15:59 UTC.</strong>",
    ),
    Note(
        "promotion_permanent",
        "promotion_over",
        "discount",
        "When the 75% discount on deepseek-v4-pro ends on 2026/05/31 15:59 UTC, a quarter of the original price becomes its price.",
    ),
    Note(
        "promotion_permanent",
        None,
        "concurrency",
        'For the limits of concurrency, see <a href="/quick_start/rate_limit">Rate Limit &amp; Isolation</a>',
    ),
)


def notes(at: datetime, language: Language = "en") -> list[Note]:
    """The notes on the page at an instant, in the order of their numbers: as anew at every edit."""
    known = NOTES if language == "en" else NOTES_ZH
    return [note for note in known if holds(note.since, note.until, at, language)]


def marker(mark: str, at: datetime, language: Language = "en") -> str:
    """The raised number beside the thing that a note is about."""
    numbers = [number for number, note in enumerate(notes(at, language), 1) if note.mark == mark]
    return "".join(f"<sup>({number})</sup>" for number in numbers)
