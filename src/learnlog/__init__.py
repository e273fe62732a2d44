"""learnlog: a learning journal in the terminal, and a reader for the people you learn from."""

__version__ = "0.1.0"
