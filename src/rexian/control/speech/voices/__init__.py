"""The voices behind the port: a neural one in a child process, espeak-ng, and the order in which they are tried."""
