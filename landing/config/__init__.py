"""The only place that knows all rooms: settings, addresses and the menu per role."""
