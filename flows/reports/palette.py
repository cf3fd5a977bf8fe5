"""Colours of the charts."""

COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#8c6d00")
"""The palette of Okabe and Ito, which colour-blind people can distinguish. A model has one colour for all bands."""
