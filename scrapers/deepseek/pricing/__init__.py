"""DeepSeek's pricing page: its sections, the layouts of its tables, its price cells and notes."""
