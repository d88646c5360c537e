"""What control shows to the floors above and to its adapters: events, commands, live views, configuration."""
