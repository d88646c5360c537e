"""业务逻辑层: the trades of the centre, one folder each. Others import a trade's contracts and service only."""
