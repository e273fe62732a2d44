"""Talking back: asking, sharing and answering on the networks, through an outbox that sends once."""
