"""Call flows as the centre keeps them: versions, their states, which calls run which."""
