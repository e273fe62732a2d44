"""Entries, themes, people and what is kept: what both front ends call for my own words."""
