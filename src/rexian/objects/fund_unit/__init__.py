"""业务对象: the unit's fund account: identity check, state, numbers of persons, remittances."""
