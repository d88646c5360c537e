"""Queues and groups as those set them who lead the floor: rules of assignment, limits, overflow, what callers hear."""
