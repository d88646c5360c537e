"""Call records (话单): one row a finished contact, derived from its facts only and rebuildable at any time."""
