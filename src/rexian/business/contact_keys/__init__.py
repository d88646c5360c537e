"""Contact keys: personal values and recordings of a contact are sealed under its key; erasing the key erases them."""
