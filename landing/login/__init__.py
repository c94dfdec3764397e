"""Getting in and staying in: passwords, second steps, letters, links, other logins, sessions, and who still has a place."""
