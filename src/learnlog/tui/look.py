"""Two looks made with care for contrast: ink (dark) and paper (light)."""

from collections.abc import Iterable

from textual.theme import Theme

from learnlog.model.errors import UsageError

INK = Theme(
    name="learnlog-ink",
    dark=True,
    primary="#8fb8de",
    secondary="#b9a7d6",
    accent="#e0b15e",
    foreground="#e4e0d8",
    background="#16181c",
    surface="#1d2025",
    panel="#272b32",
    success="#9cc48b",
    warning="#e0b15e",
    error="#ec8f86",
    variables={
        "footer-key-foreground": "#e0b15e",
        "footer-background": "#1d2025",
        "footer-item-background": "#1d2025",
        "footer-key-background": "#1d2025",
        "footer-description-background": "#1d2025",
        "text-muted": "#a9a69f",
        "block-cursor-background": "#2b3c50",
        "block-cursor-foreground": "#f4f1ea",
        "block-cursor-blurred-background": "#262b32",
        "border": "#4a515c",
        "border-blurred": "#343a43",
        "scrollbar": "#3a414b",
        "scrollbar-background": "#16181c",
        "input-selection-background": "#8fb8de 35%",
    },
)
PAPER = Theme(
    name="learnlog-paper",
    dark=False,
    primary="#22577a",
    secondary="#6a4c93",
    accent="#8a5a00",
    foreground="#23211d",
    background="#fbf9f4",
    surface="#f3f0e8",
    panel="#e8e3d8",
    success="#37663a",
    warning="#8a5a00",
    error="#a3312a",
    variables={
        "footer-key-foreground": "#8a5a00",
        "footer-background": "#f3f0e8",
        "footer-item-background": "#f3f0e8",
        "footer-key-background": "#f3f0e8",
        "footer-description-background": "#f3f0e8",
        "text-muted": "#5d5a53",
        "block-cursor-background": "#d6e4ee",
        "block-cursor-foreground": "#16150f",
        "block-cursor-blurred-background": "#e6e3da",
        "border": "#b5afa2",
        "border-blurred": "#d2ccbf",
        "scrollbar": "#c9c3b6",
        "scrollbar-background": "#fbf9f4",
        "input-selection-background": "#22577a 25%",
    },
)
LOOKS = (INK, PAPER)


def choose_look(wanted: str, remembered: str, known: Iterable[str]) -> str:
    """Return the look to open with: the one `wanted` in the settings, else the one chosen last, else ink.

    Raises:
        UsageError: there is no look called `wanted`.
    """
    names = sorted(known)
    if not wanted:
        return remembered if remembered in names else INK.name
    if wanted not in names:
        import difflib

        close = difflib.get_close_matches(wanted, names, 1, 0.4)
        hint = f"Did you mean “{close[0]}”?" if close else f"There are: {', '.join(names)}."
        raise UsageError(f"The settings name an unknown theme “{wanted}”.", hint)
    return wanted
