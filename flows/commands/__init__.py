"""The commands: words in, one function called, what came back printed."""
