"""Grammars that know the order of the words: one module for each kind of statement."""
