"""The screens: Textual front end of the same activities."""

import gc
import os

os.environ.setdefault("TEXTUAL_FPS", "240")
"""How often a second the screen may be drawn. Textual's own 60 makes each step of an answer wait up to 17 ms:
a key in Search took 49 ms in the middle with it, 36 with this. Read when Textual is imported."""

gc.set_threshold(200_000, 20, 100)
"""Opening makes much and throws nothing away: looking for garbage meanwhile cost it a twentieth. `LearnlogApp` sets
what holds from then on."""
