"""Notes about the tariff in the one wording that the rules read."""
