"""Searching the networks for people: what would go where, a closer look at the best, and what is stored of it."""
