"""ACD: who of the ready agents serves which of the waiting contacts, and why."""
