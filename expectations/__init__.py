"""The gate between what was extracted and what is written down."""
