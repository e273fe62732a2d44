"""The acts of the screens that find people: who knows, why, who was set aside, who is still useful."""

from learnlog.tui.command import act
from learnlog.tui.commands_posts import POSTS, READING

_OF_A_POST = {"insight", "keep", "star", "browse", "copy", "conversation"}

FIND = (
    act("open", "enter", "Open: a person's proof, a count's posts, a post to read.", "open"),
    *(command for command in POSTS if command.id in _OF_A_POST),
    act("ask-them", "a", "Ask them: their name goes into the question.", "ask them"),
    act(
        "follow-them",
        "f",
        "Follow the person under the cursor, on all their proven channels; u undoes it.",
        "follow",
    ),
    act(
        "follow",
        "f",
        "Follow someone by address, or import a list: where the cursor is on nobody new.",
        "follow",
        action="app.follow",
    ),
    act("peek", "p", "Peek: their newest posts, without following them.", "peek"),
    act("why", "w", "Why them: everything that counts, to the last number.", "why"),
    act("set-aside", "x", "Not for me: they are not proposed again; u undoes it.", "not for me"),
    act("accept", "a", "Take the keywords that are proposed, or make a theme of what rises.", "take it"),
    act(
        "search-networks",
        "n",
        "Search the networks; first it shows which words go to which server.",
        "search networks",
    ),
    act("change-theme", "t,slash", "Ask about another theme, or about anything in my own words.", "theme"),
    act("next-circle", "tab", "Among mine, new people, beyond my bubble."),
    act("circle-before", "shift+tab", "The circle before."),
    act("join", "M", "Count the channel that is proposed as theirs."),
    act("split", "D", "Divide: a channel that is somebody else's is left out."),
    act("dismissed", "X", "Those who are not for me, and the way back."),
    act("show-new", "full_stop", "Show what is found by now, when that changed."),
    *READING,
    act("read-on", "space", "Read a page on."),
    act("back", "escape", "Stop searching; back from the post to the proof, to the list, to the themes."),
)

WHY = (
    act("open", "enter", "Fold what a number is made of, or unfold it; of a post, read it.", "unfold"),
    act("unfold-all", "e", "Unfold everything, or fold it again.", "everything"),
    act("back", "escape", "Back to the people.", "back"),
)

DISMISSED = (
    act("restore", "enter", "Let them be proposed again.", "bring back"),
    act("back", "escape", "Back to where I came from.", "back"),
)

LOOK_BACK = (
    act("open", "enter", "The person's card.", "card"),
    act("still-useful", "y", "Yes: keep following, and ask again next season.", "yes, keep"),
    act("mute", "m", "Mute: stay on the card, leave the River alone.", "mute"),
    act("unfollow", "x", "Stop following; kept posts and insights stay.", "unfollow"),
    act("back", "escape", "Back to where I came from.", "back"),
)

ASKED_ABOUT = (
    act("open", "enter", "Open the entry or the theme under the cursor.", "open"),
    act("back", "escape", "Back to where I came from.", "back"),
)
