"""Which ways callers took through a flow, and where they gave up or asked for a person."""
