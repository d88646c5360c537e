"""业务对象: statements of a period (对账单), for the fax and the message."""
