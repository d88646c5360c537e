"""The centre's lines to the telephone network: one record for each trunk, of whatever kind."""
