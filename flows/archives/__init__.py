"""Pages kept in WARC files, our own and others', read again."""
