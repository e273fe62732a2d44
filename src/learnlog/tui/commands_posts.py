"""Acts on posts: in the River, in a conversation, in what a search found, and on the page of one."""

from learnlog.tui.command import act

POSTS = (
    act(
        "insight", "i", "Write an insight beside the post: the passage quoted, its source linked.", "insight"
    ),
    act("keep", "K", "Keep the post with its text, and my line on why.", "keep"),
    act("star", "s", "Star the post, or take the star away.", "star"),
    act("read", "m", "Mark the post read, or unread again.", "read"),
    act("give-theme", "t", "Put the post under a theme.", "theme"),
    act("browse", "o", "Open the post in the browser."),
    act("copy", "y", "Copy the post's address."),
    act("conversation", "c", "The conversation it is part of, as a tree."),
    act("voices", "plus", "Who else says it: the voices of one story; there, D divides one off."),
    act("changes", "d", "What its author changed in it, word by word."),
    act("whole", "e", "Extend the post: read it whole from its page; again for what the feed gave."),
    act("answer", "a", "Answer the post where it was written.", "answer"),
    act("like", "L", "Like the post there; again takes it back."),
    act("boost", "b", "Pass the post on to my followers there, after asking once; again takes it back."),
    act("bookmark", "M", "Put the post among my bookmarks there; again takes it back."),
)

READING = (
    act(
        "next-passage",
        "right_curly_bracket",
        "Mark the next passage of the post; i quotes it.",
        action="next_passage(1)",
    ),
    act("passage-before", "left_curly_bracket", "Mark the passage before.", action="next_passage(-1)"),
    act(
        "next-link",
        "right_square_bracket",
        "Mark the next link of the post, to be opened.",
        action="next_link(1)",
    ),
    act("link-before", "left_square_bracket", "Mark the link before.", action="next_link(-1)"),
)

SEARCH = (
    act("open", "enter", "Open what the cursor is on; in the line, the first answer.", "open"),
    act("keep-search", "ctrl+s", "Keep this search as a view: a list of the River.", "keep as view"),
    act(
        "rule-of-search",
        "ctrl+r",
        "Make a rule of this search: star, read, hide or tag what it finds.",
        "rule",
    ),
    *POSTS,
    act(
        "back",
        "escape",
        "From the answers to the line; there, empty it; there, back to where I came from.",
        "back",
    ),
)

POST = (
    *POSTS,
    act(
        "accept-theme",
        "equals_sign",
        "Put the post under the theme that is suggested above it.",
        shown="=",
    ),
    act("next-unread", "n", "Go to the next unread post; 3n to the third.", "next"),
    act("unread-before", "N", "Go to the unread post before."),
    act("read-on", "space", "Read a page on; at the end of the post, go to the next unread one."),
    *READING,
)

POST_ALONE = (*POST, act("back", "escape", "Back to the list.", "back"))

THREAD = (
    act("open", "enter", "Read the post under the cursor.", "open"),
    *POSTS,
    act("read-on", "space", "Read a page on; at the end of the post, go to the next one."),
    *READING,
    act("back", "escape", "Stop asking the network; back to where I came from.", "back"),
)

THREAD_POST = (*POSTS, *READING, act("back", "escape", "Back to the conversation.", "back"))

RIVER = (
    act("open", "enter", "Go into the post; of a list at the left, show it.", "open"),
    act("choose-lane", "l", "Choose what to show: everything, a theme, a circle, a view, a person.", "lists"),
    act("unhide", "h", "Show a post again that a rule hides.", "show again"),
    *POST,
    act("views", "v", "My views, searches that are lists here, and my rules, searches that do something."),
    act("read-all", "A", "Mark every post of this list read."),
    act("show-new", "full_stop", "Show the posts that arrived meanwhile."),
    act("only-unread", "U", "Only unread posts, or all again."),
    act("boosts", "B", "Hide what people only pass on (boosts), or show it again."),
    act("elsewhere", "E", "How far I read on my Mastodon server, beside how far I read here."),
)
