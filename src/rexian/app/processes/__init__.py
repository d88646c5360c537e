"""One module for each process of an instance; each has `run(settings)`, which ends when it is cancelled."""
