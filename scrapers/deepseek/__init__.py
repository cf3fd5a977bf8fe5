"""DeepSeek's pages: one module per page, and what they have in common."""
