"""The directory: departments, leaders, bank clerks and others whom a call can be passed on to."""
