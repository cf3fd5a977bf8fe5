"""Words and phrases of English and Chinese, and the words of the grammar that they are."""
