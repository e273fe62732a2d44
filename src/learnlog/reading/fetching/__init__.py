"""Fetching: all channels asked when they are due, what they brought stored, and posts read whole."""
