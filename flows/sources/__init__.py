"""The sources of links: when each is asked, what it lists, how it is, and what is fetched of it."""
