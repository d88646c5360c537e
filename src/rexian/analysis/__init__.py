"""数据分析层: what is derived from events. Facts are stored once, never changed; records are rebuilt from them."""
