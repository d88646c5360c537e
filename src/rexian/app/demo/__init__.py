"""The demonstration: simulated citizens and agents, and what `rexian demo` runs."""
