"""What the process `worker` is wired from: consumers of the streams, loops that work off what is due, its figures."""
