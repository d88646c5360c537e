"""Contacts: what a citizen's request is, and what is decided when something happens to it. Pure."""
