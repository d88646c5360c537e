"""业务对象 as a trade of operations: which are switched on, with which settings, and the common table of results."""
