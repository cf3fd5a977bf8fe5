"""Pages of DeepSeek's documentation: Docusaurus, checked to be the page that is meant, whole and current."""
