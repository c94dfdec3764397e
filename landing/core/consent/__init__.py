"""Who may know what about whom, for what purpose, on what grounds: a table of flows, and one function that decides."""
