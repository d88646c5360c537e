"""The composition root: settings, the commands, the launcher and one module per process. Nothing imports it."""
