"""Doors outward: files in and out, the API, mail and calendar. No rules of its own."""
