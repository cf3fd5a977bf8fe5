"""Pages made by chance from sample pages."""
