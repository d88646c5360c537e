"""Telephone numbers: one form for each caller, what a called number may mean, and how a number is dialled. Pure."""
