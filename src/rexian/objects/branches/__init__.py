"""业务对象: offices where citizens are served (网点)."""
