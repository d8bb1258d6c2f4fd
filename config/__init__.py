"""What a municipality decides: settings, texts, vocabulary. Depends on nothing here."""
