"""The screens: Textual front end of the same activities."""
