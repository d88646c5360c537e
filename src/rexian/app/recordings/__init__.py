"""The commands `rexian recordings …`."""
