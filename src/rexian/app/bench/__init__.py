"""`rexian bench calls`: how many calls a second this machine carries cleanly, beside a plain app_queue.

Calls are real (sipp on both ends, sound both ways), delays are read from the wire, and nothing of the user's running
instance is touched. `campaign.py` runs the whole; `ladder.py` and `verdict.py` decide, purely.
"""
