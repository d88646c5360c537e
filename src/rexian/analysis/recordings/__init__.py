"""What was to be recorded, as the facts tell it: the nightly check compares it with what is there."""
