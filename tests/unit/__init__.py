"""Tests without a database: readers, rules, words, and the house itself."""
