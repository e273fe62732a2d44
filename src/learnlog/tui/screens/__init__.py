"""A screen per mode."""
