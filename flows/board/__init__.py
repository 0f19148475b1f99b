"""The board: static pages of a home, written after each run."""
