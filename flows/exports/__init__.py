"""The log in the forms that other programs read."""
