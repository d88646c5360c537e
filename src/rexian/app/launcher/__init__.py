"""`rexian up`: starts the parts and processes of one instance by readiness, watches them, stops them in order."""
