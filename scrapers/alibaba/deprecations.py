"""Alibaba's page of models' ends in its Markdown form. Its clocks name no zone: they are China's."""

from zoneinfo import ZoneInfo

from scrapers.retirement_list import DAY, IGNORED, MODEL, REPLACEMENT, RetirementList, one_id

ID = r"(?=[a-z]+-|.*[0-9])[A-Za-z][A-Za-z0-9.]*(?:-[A-Za-z0-9.]+)+"
LAYOUT = RetirementList(
    title="deprecated models",
    columns={"category": IGNORED, "model name": MODEL, "deprecation time": DAY, "replacement model": REPLACEMENT},
    least_models=3,
    names=one_id(ID),
    headings=("deprecated models",),
    zone=ZoneInfo("Asia/Shanghai"),
)
read = LAYOUT.read
