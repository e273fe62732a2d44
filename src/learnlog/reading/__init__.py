"""Following and fetching: how their words arrive."""
