"""The people I follow: a card each in the vault, with their channels."""
