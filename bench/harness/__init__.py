"""Shared by benches and tests: damaged pages, databases, receivers, killed runs."""
