"""My own accounts on networks: logging in, keeping sessions, and where their secrets are."""
