"""Asterisk as a program: which one, its configuration, its process, its own log of channel events."""
