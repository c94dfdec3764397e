"""Zachte Landing: the whole route from sheltered housing or a shelter to a home of one's own."""
