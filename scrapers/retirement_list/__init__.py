"""Tables of models' ends: a layout describes a page, and one reader reads them all."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.retirement_list.models_of_api import ModelsOfApi, read_models_of_api
    from scrapers.retirement_list.reader import (
        ANNOUNCED,
        DAY,
        EARLIEST_DAY,
        FLOOR,
        IGNORED,
        MODEL,
        RELEASED,
        REPLACEMENT,
        STATE,
        RetirementList,
        one_id,
    )

__all__ = [
    "ANNOUNCED",
    "DAY",
    "EARLIEST_DAY",
    "FLOOR",
    "IGNORED",
    "MODEL",
    "RELEASED",
    "REPLACEMENT",
    "STATE",
    "ModelsOfApi",
    "RetirementList",
    "one_id",
    "read_models_of_api",
]

lazy_package(__name__)
