"""Stored answers, so that a request sent twice acts once."""
