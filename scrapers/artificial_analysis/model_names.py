"""The models that Artificial Analysis's keys mean."""

from models.readings import Aliases

ALIASES = Aliases.load("scrapers.artificial_analysis", "aliases.csv")
