"""The colours of the charts."""

COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#8c6d00")
"""Okabe and Ito's, which people tell apart who do not see all colours; a model has one, whatever the band."""
