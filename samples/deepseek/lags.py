"""The lags of the Chinese side behind the English one, event by event: a day at most, with the reason.

That the two change at different moments is known (sources of 2026-05-22, 08-22 and 09-21); by how many hours is not, so
each lag is fixed here with its reason. What makes a price take effect is in force on both at once and has no lag.
"""

from datetime import timedelta

LAGS: dict[str, tuple[timedelta, str]] = {
    event: (timedelta(hours=hours), why)
    for event, hours, why in (
        ("coder_merged", 3, "later: the Chinese page followed at eleven in Beijing"),
        ("v25_1210", 2, "later: the Chinese entry followed at ten in Beijing"),
        ("v3_0324", 6, "later: the Chinese entry followed in the Beijing afternoon"),
        ("r1_0528", 4, "later: the Chinese entry followed at noon in Beijing"),
        ("rise_2025_announced", 2, "later: the Chinese page followed at ten in Beijing"),
        ("v31_terminus", 4, "later: the Chinese page followed at noon in Beijing"),
        ("v32", 5, "later: the Chinese page followed in the Beijing afternoon"),
        ("promotion_extended", 7, "later: the Chinese page followed in the Beijing afternoon"),
        ("names_undated", 6, "later: the Chinese page kept the date for some hours more"),
        ("promotion_permanent", 16.5, "later: some sources date it 05-23, which it was in Beijing"),
        ("names_dated_again", 3, "later: the Chinese page followed at eleven in Beijing"),
        ("names_retired", 10, "later: the note went at the start of the next working day in Beijing"),
        ("flash_0731", 3, "later: the Chinese page followed at eleven in Beijing"),
        ("rise_warned", 5, "later: the Chinese page followed in the Beijing afternoon"),
        ("rise_announced", 2, "later: the Chinese page followed at ten in Beijing"),
        ("weekends_off_peak", -12, "first: Chinese customers had it by e-mail in the evening before"),
        ("pro_retirement_withdrawn", 3, "later: the Chinese page followed at eleven in Beijing"),
        ("holidays_off_peak", -14, "first: the Chinese page had it before the holidays of autumn were asked about"),
        ("pro_note_gone", 8, "later: the first working hours after the holidays, Beijing afternoon"),
        ("search_fetch_free_over", 9.5, "later: the sentence stood until working hours on November 1"),
    )
}
