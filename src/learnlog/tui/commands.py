"""Every act of the screens, once: its key, its words in the footer, the palette, the help and the docs.

A screen takes its bindings from here by scope; the palette, `?` and docs/keys.md are made from the same
lines, so they cannot tell different stories. The same key means the same thing everywhere.
"""

from learnlog.tui.command import act

EVERYWHERE = (
    act("today", "T", "Today: what is open now.", action="app.mode('today')"),
    act("journal", "J", "Journal: my entries, by day.", action="app.mode('journal')"),
    act("river", "R", "River: posts of the people I follow, newest first.", action="app.mode('river')"),
    act(
        "themes",
        "H",
        "Themes: what I am working on, and everything that hangs on it.",
        action="app.mode('themes')",
    ),
    act("people", "P", "People: whom I follow, and why.", action="app.mode('people')"),
    act(
        "find", "F", "Find: who knows about a theme or a question, each with their proof.", action="app.find"
    ),
    act(
        "search",
        "S,slash",
        "Search: everything at once, posts, entries, people, themes.",
        action="app.search",
    ),
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
    act("outbox", "O", "Outbox: what I send, drafts, what waits, what is out.", action="app.outbox"),
    act("bundle", "V", "What a coach would get of me, and the comments that came back.", action="app.bundle"),
    act("coach", "Z", "Coach: what learners shared with me.", action="app.coach"),
    act(
        "cohort",
        "ampersand",
        "Cohort: what came back from it, and what my bundle tells it.",
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
    act("palette", "ctrl+p,colon", "Every command, by name.", "all", action="app.command_palette"),
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

FORM = (
    act("save", "ctrl+s", "Save.", "save", priority=True),
    act("leave", "escape", "Leave without saving.", "leave"),
)

FOLLOW = (
    act("follow-these", "ctrl+s", "Follow what is chosen.", "follow", priority=True),
    act("tick", "space", "Choose the channel under the cursor, or not."),
    act("leave", "escape", "Stop looking, or leave without following.", "leave"),
)

WELCOME = (
    act("save", "ctrl+s", "Save, and go on.", "go on", priority=True),
    act("skip", "escape", "Skip this step.", "skip", priority=True),
)
