"""Calls as they run: lanes keep each contact's inputs in order, decisions are journalled, then carried out."""
