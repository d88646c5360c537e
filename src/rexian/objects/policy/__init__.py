"""业务对象: policies and how to go about things (政策与办事指南), from data files."""
