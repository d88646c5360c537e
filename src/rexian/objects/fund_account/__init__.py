"""The citizen's provident fund account: identity check, balance, deposits, withdrawals, the agent's summary."""
