"""The event log, the archive of raw pages, and the views that answer from them."""
