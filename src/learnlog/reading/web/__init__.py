"""The guarded web client: `http` for what is fetched, `guard_blocking` for the networks' own libraries."""
