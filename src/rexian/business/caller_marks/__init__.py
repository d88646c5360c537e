"""Callers whose number is marked: VIP, red list (红名单) and black list (黑名单), each with its reason."""
