"""Reflecting: what comes back, prompts, the weekly review, programmes. Short, concrete, never scored."""
