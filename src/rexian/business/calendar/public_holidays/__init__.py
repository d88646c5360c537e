"""Public holidays by year, one file each, with their source: a new year is a new file."""
