"""Who may do what: users, sign-ins, roles and what each role is allowed."""
