"""The Asterisk adapter: the only code that speaks ARI and writes Asterisk's configuration, behind control.ports."""
