"""What to watch: the watch files, their reader, and the sample newsroom."""
