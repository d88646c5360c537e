"""The ACD's engine in simulated time: made-up days, recorded days under other rules, and why a contact went its way."""
