"""The live socket: the desk as it changes, resumable from a sequence number."""
