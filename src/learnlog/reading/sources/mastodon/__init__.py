"""Mastodon and the servers that speak as it does: GoToSocial, snac, Takahe and others."""
