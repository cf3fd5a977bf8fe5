"""Commands about what models cost: prices, hours, bills, ratios, charts, price against score."""
