"""What every floor may rely on and no domain word stands in: clock, ids, errors, tasks, bus, database, crypto."""
