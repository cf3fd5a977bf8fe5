"""The models that Arena's names mean."""

from models.readings import Aliases

ALIASES = Aliases.load("scrapers.arena", "aliases.csv")
