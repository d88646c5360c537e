"""The centre and its parts, their queues and their numbers."""
