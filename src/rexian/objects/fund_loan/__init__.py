"""业务对象: the citizen's housing loans."""
