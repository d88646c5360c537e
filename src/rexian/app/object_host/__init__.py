"""Hosts business objects: each in a child process of its own, with limits of time, memory and concurrency.

`ObjectHost` is what the `objects` process serves over the bus; `HostedObject` is one object's life; `child` is the
program in the child process.
"""
