"""What the command line prints: tables, texts and JSON, cleaned of what could steer a terminal."""
