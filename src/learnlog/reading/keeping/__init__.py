"""What stays and what goes: posts that move into the vault, and old ones that are let go."""
