"""The demo region: an invented region with invented people on every point of the route, made anew with one command."""
