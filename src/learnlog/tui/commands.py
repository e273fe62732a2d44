"""Every act of the screens, once: its key, its words in the footer, the palette, the help and the docs.

A screen takes its bindings from here by scope; the palette, `?` and docs/keys.md are made from the same
lines, so they cannot tell different stories. The same key means the same thing everywhere.
"""

from learnlog.tui.command import act
from learnlog.tui.commands_reflecting import EVIDENCE, OF_AN_ENTRY

EVERYWHERE = (
    act("today", "T", "What is open now.", action="app.mode('today')"),
    act("journal", "J", "My entries, by day.", action="app.mode('journal')"),
    act("river", "R", "Posts of the people I follow, newest first.", action="app.mode('river')"),
    act("themes", "H", "What I am working on, and everything that hangs on it.", action="app.mode('themes')"),
    act("people", "P", "The people I follow.", action="app.mode('people')"),
    act("find", "F", "Who knows about it: people for a theme, each with their proof.", action="app.find"),
    act("search", "S,slash", "Search everything: posts, entries, people, themes.", action="app.search"),
    act("write", "w", "Write an entry.", "write", action="app.write"),
    act("follow", "f", "Follow someone: a homepage, a feed or a profile.", action="app.follow"),
    act("fetch", "r", "Ask the channels that are due for new posts; again to stop.", action="app.fetch"),
    act(
        "fetch-all",
        "ctrl+n",
        "Ask every channel, due or not, save hosts that asked us to wait.",
        action="app.fetch_all",
    ),
    act("accounts", "at", "My accounts on Bluesky and Mastodon.", action="app.accounts"),
    act("outbox", "O", "What I send: drafts, what waits, what is out.", action="app.outbox"),
    act("bundle", "V", "What a coach would get of me, and the comments that came back.", action="app.bundle"),
    act("coach", "Z", "Coach: what learners shared with me.", action="app.coach"),
    act(
        "cohort",
        "ampersand",
        "My cohort: what came back from it, and what my bundle tells it.",
        action="app.cohort",
    ),
    act("notices", "C", "What concerns me: answers, mentions, new followers.", action="app.notices"),
    act("asked-about", "I", "What I could be asked about, by what I wrote.", action="app.asked_about"),
    act(
        "look-back",
        "Y",
        "Is it still useful to follow them? A look back, once a season.",
        action="app.look_back",
    ),
    act("review", "W", "Look back at the week: the weekly review.", action="app.review"),
    act("goals", "Q", "Goals: how far I say they are, and what shows it.", action="app.look_over('goals')"),
    act("programmes", "f3", "Programmes: a small task each week.", action="app.look_over('programmes')"),
    act(
        "weeks",
        "f4",
        "Weeks: what each has, and how themes went over them.",
        action="app.look_over('weeks')",
    ),
    act("undo", "u", "Take the last change back, whatever it was.", "undo", action="app.undo"),
    act(
        "help",
        "question_mark,f1",
        "All keys of this screen; F1 also while writing.",
        "help",
        action="app.help",
    ),
    act(
        "begin-macro",
        "comma",
        "Then a macro's key: several commands, as the settings list them.",
        action="app.begin_macro",
    ),
    act("palette", "ctrl+p", "Every command, by name.", "all", action="app.command_palette"),
    act("light", "ctrl+t", "Change between the light and the dark look.", action="app.change_look"),
    act("quit", "q,ctrl+q", "Leave learnlog.", action="app.quit"),
)

LISTS = (
    act("down", "j,down", "Next line; 5j goes five lines.", shown="j, ↓"),
    act("up", "k,up", "Line before.", shown="k, ↑"),
    act("first", "g,home", "First line.", shown="g, Home"),
    act("last", "G,end", "Last line.", shown="G, End"),
    act("page-down", "pagedown,ctrl+f", "A page on.", shown="PgDn, Ctrl+f"),
    act("page-up", "pageup,ctrl+b", "A page back.", shown="PgUp, Ctrl+b"),
    act("half-page-down", "ctrl+d", "Half a page on."),
    act("half-page-up", "ctrl+u", "Half a page back."),
    act("open", "enter", "Open what the cursor is on."),
    act("back", "escape", "Back to where I came from."),
    act("next-pane", "tab", "To the next part of the screen.", action="app.focus_next"),
)

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
        "Mark the next link of the post; Enter opens it.",
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
    *POST,
    act("unhide", "h", "Show a post again that a rule hides."),
    act("views", "v", "My views, searches that are lists here, and my rules, searches that do something."),
    act("read-all", "A", "Mark every post of this list read."),
    act("show-new", "full_stop", "Show the posts that arrived meanwhile."),
    act("only-unread", "U", "Only unread posts, or all again."),
    act("boosts", "B", "Hide what people only pass on (boosts), or show it again."),
    act("elsewhere", "E", "How far I read on my Mastodon server, beside how far I read here."),
)

ENTRY = (
    act("edit", "e", "Edit the entry.", "edit"),
    act("editor", "ctrl+e", "Edit in $EDITOR, and save."),
    act(
        "visibility",
        "v",
        "Who may see it: one step up, from private over coach and cohort to public.",
        "seen by",
    ),
    act("close", "c", "Close a question or goal, or open it again.", "close"),
    act("share", "p", "Post it: share the entry, or ask the question, from an account of mine.", "post"),
    act("find", "F", "Whom to ask the question; else who knows about the entry's theme.", action="app.find"),
    *OF_AN_ENTRY,
    act("history", "h", "Earlier versions, and the way back to them.", "history"),
    act("delete", "d", "Move it to the trash; u brings it back.", "delete"),
)

ATTACH = "Take a file in: it is copied beside the entry."

JOURNAL = (
    act("open", "enter", "Read the entry, with what it hangs on.", "open"),
    act("write", "w", "Write an entry.", "write", action="app.write"),
    *ENTRY,
    act("attach", "i", ATTACH),
    act("filter", "l", "Only the entries of a theme, a kind or a tag; Esc shows all again.", "filter"),
)

OPEN_LINK = act("open", "enter", "Open the link under the cursor.", "open")
CHAIN = (
    act("trace", "z", "The chain both ways: what it rests on, and what grew from it.", "chain"),
    act("read-on", "space", "Read on; the arrows go through the links."),
    act("back", "escape", "Back one step.", "back"),
)

DOCUMENT = (
    OPEN_LINK,
    *CHAIN,
    *ENTRY,
    act("browse", "o", "Open the post in the browser, or the file under the cursor.", "browser"),
    act("attach", "i", ATTACH, "file"),
    act("detach", "x", "Take the file under the cursor off the entry; u brings it back."),
    act("describe", "D", "Say in words what the file under the cursor shows."),
)

POST_DOCUMENT = (OPEN_LINK, *POSTS, *CHAIN, EVIDENCE, *READING)

HISTORY = (
    act("restore", "enter", "Bring this version back; what is there now is kept too.", "restore"),
    act("back", "escape", "Back to the document.", "back"),
)

CONFLICT = (
    act("keep-mine", "m", "Keep my version; theirs stays in the history.", "keep mine"),
    act("keep-theirs", "t", "Keep theirs; mine stays in the history.", "keep theirs"),
    act("keep-both", "b", "Keep both: mine becomes an entry of its own, linked to theirs.", "keep both"),
    act("back", "escape", "Back to writing; nothing is decided.", "write on"),
)

THEMES = (
    act("open", "enter", "Go into the theme's page; there, open the line under the cursor.", "open"),
    act("write-here", "w", "Write an entry under this theme.", "write", action="write"),
    act("new-theme", "a", "Name something I am working on.", "new"),
    act("edit", "e", "Change the theme: name, question, keywords.", "edit"),
    act("find", "F", "Who knows about the theme.", "who knows", action="app.find"),
    act("merge", "M", "Merge the theme into another; the old name still finds it.", "merge"),
    act("park", "p", "Park the theme, or take it up again.", "park"),
    act("then-now", "equals_sign", "My first and my latest insight side by side.", shown="="),
    act("finish", "x", "Finish the theme, or take it up again.", "finish"),
    act("river-of", "o", "The theme's posts in the River.", "posts"),
    act("editor", "ctrl+e", "Write in the theme's page in $EDITOR."),
    act("back", "escape", "Back from the page to the themes.", "back"),
)

PEOPLE = (
    act("open", "enter", "Go into the card; there, open the line under the cursor.", "open"),
    act("follow", "f", "Follow someone new: a homepage, a feed or a profile.", "follow", action="app.follow"),
    act("edit", "e", "Change the card: why I follow, themes, circles.", "edit"),
    act("river-of", "o", "The person's posts in the River.", "posts"),
    act("unfollow", "x", "Stop following; kept posts and insights stay. Again: follow anew.", "unfollow"),
    act(
        "whole-always",
        "E",
        "Extend all that their feeds bring: posts are read whole when they come, or no more.",
    ),
    act("mute", "m", "Leave the person out of the River, or let them back; they are found all the same."),
    act("join", "M", "Join with another person's card: their channels become this person's."),
    act("split", "D", "Divide: give one of the channels a card of its own."),
    act("move-on", "N", "Follow somebody who moved to their new account."),
    act("revive", "B", "Bring back: ask channels again that said they are gone for good."),
    act("limit", "K", "How many of their posts stay here, and what would go now."),
    act("former", "X", "Show those I no longer follow, or hide them."),
    act("editor", "ctrl+e", "Write on the card in $EDITOR."),
    act("back", "escape", "Back from the card to the people.", "back"),
)

TODAY = (
    act("open", "enter", "Open what the cursor is on.", "open"),
    act(
        "fetch",
        "r",
        "Ask the channels that are due for new posts; again to stop.",
        "fetch",
        action="app.fetch",
    ),
    act("follow", "f", "Follow someone: a homepage, a feed or a profile.", "follow", action="app.follow"),
    act(
        "find", "F", "Who knows about the theme, or whom to ask the question.", "who knows", action="app.find"
    ),
)

COMPOSER = (
    act("save", "ctrl+s", "Save.", "save", priority=True),
    act("preview", "ctrl+r", "See it as it will look, or go on writing.", "preview", priority=True),
    act(
        "link",
        "ctrl+k",
        "Link to an entry, a person or a kept post; typing [[ does the same.",
        "link",
        priority=True,
    ),
    act(
        "prompts",
        "ctrl+o",
        "Questions to write along: choose some, or keep them quiet for a week or for good.",
        "questions",
        priority=True,
    ),
    act("attach", "ctrl+l", "Take a file in, or take one off.", "file", priority=True),
    act("editor", "ctrl+e", "Write on in $EDITOR.", "editor", priority=True),
    act("leave", "escape", "Leave; what is written stays as a draft.", "keep as draft"),
)

INSIGHT = (
    act("save", "ctrl+s", "Save the insight.", "save", priority=True),
    act(
        "next-field", "tab", "To the next field; Shift+Tab goes back.", "next field", action="app.focus_next"
    ),
    act("leave", "escape", "Leave; what is written stays as a draft that i takes up again.", "keep as draft"),
)

FORM = (
    act("save", "ctrl+s", "Save.", "save", priority=True),
    act("leave", "escape", "Leave without saving.", "leave"),
)

FOLLOW = (
    act("follow-these", "ctrl+s", "Follow what is chosen.", "follow", priority=True),
    act("leave", "escape", "Stop looking, or leave without following.", "leave"),
)

WELCOME = (
    act("save", "ctrl+s", "Save, and go on.", "go on", priority=True),
    act("skip", "escape", "Skip this step.", "skip", priority=True),
)
