"""Flows as an operator meets them: checked and tested on the command line."""
