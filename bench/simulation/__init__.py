"""One seeded simulation of the whole road: clock, pages, network, targets, disk and deaths, drawn from one number."""
