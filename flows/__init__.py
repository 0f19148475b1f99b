"""Everything that touches the outside: collecting, running, delivering, the command line."""
