"""What a business object may rely on: manifest, fields, request and result, ports, registry.

An object is a folder with a `manifest.toml`, a class that keeps the contract in `contract.py`, and texts.
Who hosts it (a child process of the `objects` process, a test) is not its business.
"""
