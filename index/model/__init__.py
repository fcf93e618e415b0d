"""A sentence-transformers model → an exported folder: build time alone, with torch."""
