"""What the sentences of DeepSeek's pages state, in English and in Chinese."""
