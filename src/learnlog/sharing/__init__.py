"""Showing others what I chose: summaries, bundles, what comes back, what is published. One gate stands before all."""
