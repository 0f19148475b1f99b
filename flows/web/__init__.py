"""Asking the web, politely and safely, and parsing what comes back where it can do no harm."""
