"""The people of the centre as those keep them who lead it: users, their roles, and the seats that agents work at."""
