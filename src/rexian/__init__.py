"""Rexian (热线): an open contact centre. docs/ARCHITECTURE.md shows the floors and the import order."""

__version__ = "0.1.0"
