"""The sites as they stood on any day, rendered from dated facts and served on loopback, for the demo and the tests.

The sentences are ours, the structure is the real pages'. `scrapers/deepseek/dated_facts/prices.csv` holds the facts,
each with its source; where a source gives a day only roughly, `fixed_because` says why it is fixed as it is.
"""
