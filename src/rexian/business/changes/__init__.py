"""Changing the centre's own data: once per request, audited, known to control; all in one transaction."""
