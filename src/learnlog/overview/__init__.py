"""Whole pages at a glance: Today, a theme, a person; each one frozen value for a screen or a command."""
