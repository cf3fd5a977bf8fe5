"""Sample pages of vendors' documentation: our words in the pages' structure, with dated facts."""
