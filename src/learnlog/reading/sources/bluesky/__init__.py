"""Bluesky: people by their DID, read without an account from the public view of the network."""
