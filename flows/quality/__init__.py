"""What a person and the checks say of rows, of runs and of the store."""
