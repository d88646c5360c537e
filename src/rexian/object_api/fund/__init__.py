"""The provident fund's books as business objects see them: records of JGJ/T 320-2014, one port, several sources.

An object gets the port by the permission `fund:books`, and the citizens' query passwords by `fund:credentials`.
Whether the books are the demo database, a site's own SQL database or a core system over HTTP is decided by the site's
mapping file, not by an object.
"""
