"""The embedded parts: PostgreSQL, NATS and Asterisk, each prepared in the data directory and described as a process."""
