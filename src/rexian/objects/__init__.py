"""业务对象: what the centre can be asked, one folder each with a manifest; each runs in a child process of its own."""
