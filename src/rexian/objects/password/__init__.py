"""业务对象: changing the query password, with the rule of the first change."""
