"""How contacts found their agents, read from the facts: why one waited, why that agent, and a whole day to replay."""
