"""The folder of Markdown: the only place that writes the user's files."""
