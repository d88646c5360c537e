"""The HTTP interface: one module a noun, each route with its permission declared."""
