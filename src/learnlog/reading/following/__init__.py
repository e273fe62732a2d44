"""Following people: by an address, or many at once from a list; and what else is proven to be theirs."""
