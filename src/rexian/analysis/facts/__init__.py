"""Facts: every event of every contact, kept once and never changed. All other figures are derived from them."""
