"""Word lists, apart from the logic that reads them; each list says why its words are in it."""
