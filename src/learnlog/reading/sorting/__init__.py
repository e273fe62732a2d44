"""Sorting posts: views and rules that are kept in the vault, and the themes that posts are put under."""
