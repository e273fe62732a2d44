"""Who knows about what I am working on: evidence, ranking, gates and identities. No network, no screen."""
