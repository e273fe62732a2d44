"""One module a kind of channel: bytes in, posts out."""
