"""Entries, themes, files beside them, and their history: what both front ends call for my own words."""
