"""How numbers and days are written and read, for each language beside Dutch (settings.FORMAT_MODULE_PATH)."""
