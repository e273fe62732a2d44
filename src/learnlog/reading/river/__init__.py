"""The River: posts to read, what stands around each, and which of them tell the same story."""
