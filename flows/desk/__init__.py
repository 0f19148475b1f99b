"""The prompt of `vedette sql`: questions typed one after the other, with history and completion."""
