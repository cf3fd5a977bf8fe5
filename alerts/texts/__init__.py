"""Texts of alerts: titles, bodies, and the lines about sources in trouble."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from alerts.texts.ages import age_line, last_good
    from alerts.texts.change_parts import NO_CORRECTION, BilledName, billed_lines, correction_line, correction_lines
    from alerts.texts.change_texts import body, moment
    from alerts.texts.context import NO_CONTEXT, AlertContext, SeenSnapshot
    from alerts.texts.escaping import CONTROL, dialect, lines, one_json, one_line
    from alerts.texts.hidden_facts import counted_facts, hidden_line
    from alerts.texts.reminders import Reminding, reminder_body, reminder_title
    from alerts.texts.source_trouble import believed_price_lines, repeat_lines, repeat_note
    from alerts.texts.titles import title

__all__ = [
    "CONTROL",
    "NO_CONTEXT",
    "NO_CORRECTION",
    "AlertContext",
    "BilledName",
    "Reminding",
    "SeenSnapshot",
    "age_line",
    "believed_price_lines",
    "billed_lines",
    "body",
    "correction_line",
    "correction_lines",
    "counted_facts",
    "dialect",
    "hidden_line",
    "last_good",
    "lines",
    "moment",
    "one_json",
    "one_line",
    "reminder_body",
    "reminder_title",
    "repeat_lines",
    "repeat_note",
    "title",
]

lazy_package(__name__)
