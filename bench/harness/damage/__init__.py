"""Damaged pages, and what a reader may make of them."""
