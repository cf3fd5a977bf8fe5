"""English and Chinese phrases of the tariff, each with its role."""
