"""The acts of the screens that look back: an insight that returns, the weekly review."""

from learnlog.tui.command import act

COMING_BACK = (
    act("answer-task", "a", "Answer this week's assignment.", "answer"),
    act("done", "d", "The intention under the cursor is done.", "done"),
    act(
        "change-due",
        "c",
        "Change the intention: other words, or only another day; of a goal, when I look again.",
        "changed",
    ),
    act("drop", "x", "Drop the intention; of an insight that comes back: let it rest.", "let go"),
    act("how-far", "m", "How far the goal under the cursor is, as I say.", "how far"),
)

EVIDENCE = act(
    "add-evidence",
    "plus",
    "Evidence: of a goal, what shows it; of anything else, which goal it shows.",
    shown="+",
)

OF_AN_ENTRY = (
    act("reply", "a", "Write on: a reply that links to the entry.", "reply"),
    act("intend", "n", "If … then I will …: an intention that comes back on its day."),
    act("how-far", "m", "How far the goal is, as I say, and when I look at it again.", "how far"),
    EVIDENCE,
)

GOALS = (
    act("open", "enter", "Open the goal, or what shows it.", "open"),
    act("new-goal", "a", "Set a goal: what I want to be able to do.", "new"),
    act("how-far", "m", "How far the goal is, as I say, and when I look at it again.", "how far"),
    act("add-evidence", "plus", "Add what shows how far the goal is.", "evidence", shown="+"),
    act(
        "drop-evidence",
        "minus",
        "Take the evidence under the cursor off; it stays where it is.",
        "take off",
        shown="-",
    ),
    act("intend", "n", "If … then I will …: an intention that comes back on its day."),
    act("close", "c", "Close the goal, or open it again.", "close"),
    act("next-page", "tab", "To the next page: goals, programmes, weeks."),
    act("back", "escape", "Back to where I came from.", "back"),
)

PROGRAMMES = (
    act("open", "enter", "The week in full: its task, people to look at, what I answered.", "open"),
    act("answer-task", "a", "Answer the week under the cursor; one that was missed as well.", "answer"),
    act(
        "begin-programme",
        "b",
        "Begin a programme: one that comes with learnlog, or a coach's file.",
        "begin one",
    ),
    act(
        "leave-programme", "x", "Leave the programme; its answers stay, and b takes it up again.", "leave it"
    ),
    act("next-page", "tab", "To the next page: goals, programmes, weeks."),
    act("back", "escape", "Back to where I came from.", "back"),
)

WEEKS = (
    act("open", "enter", "Open the week: what was written and kept in it.", "open"),
    act("review-week", "W", "Look back at the week under the cursor.", "review"),
    act("next-page", "tab", "To the next page: goals, programmes, weeks."),
    act("back", "escape", "Back to where I came from.", "back"),
)

WEEK = (
    act("open", "enter", "Open the entry or the kept post.", "open"),
    act("review-week", "W", "Look back at this week.", "review"),
    act("back", "escape", "Back to where I came from.", "back"),
)

ASSIGNMENT = (
    act("open", "enter", "Open the card or follow; make an outcome a goal; open an answer.", "open"),
    act("answer-task", "a", "Answer it.", "answer"),
    act("back", "escape", "Back to where I came from.", "back"),
)

TRACE = (
    act("open", "enter", "Open the link under the cursor.", "open"),
    act("back", "escape", "Back to where I came from.", "back"),
)

THEN_NOW = (
    act("next-field", "tab", "To the other text.", "the other", action="app.focus_next"),
    act("reply", "a", "Write on: a follow-up that links to the latest.", "reply"),
    act("back", "escape", "Back to the theme.", "back"),
)

RECALL = (
    act("open", "enter", "Show what I wrote.", "my words", action="show_words"),
    act("save", "ctrl+s", "Save what I think now; without words, it still holds.", "save", priority=True),
    act("let-rest", "x", "Let the insight rest: it comes back no more; u undoes it.", "let rest"),
    act("leave", "escape", "Leave it for another time; what is written waits.", "later"),
)

REVIEW = (
    act("save", "ctrl+s", "Save the review as an entry.", "save", priority=True),
    act("next-field", "tab", "To the week, and back to writing.", "the week", action="app.focus_next"),
    act("leave", "escape", "Leave; the review waits where you left it.", "later"),
)
