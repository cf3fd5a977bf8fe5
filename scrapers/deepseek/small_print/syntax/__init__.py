"""Notes in sentences, sentences in tokens, tokens in clauses and segments."""
