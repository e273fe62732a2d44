"""Every command, where its code is and what it does in one sentence, without importing any of it."""

from typing import NamedTuple


class Command(NamedTuple):
    """A command's group (a module of `learnlog.cli.commands`), its sentence for the help, and what its own adds."""

    group: str
    summary: str
    more: str = ""


PARTS = {
    "write": {
        "add": Command("writing", "Write an entry."),
        "edit": Command("writing", "Change an entry, in your editor or by options."),
        "delete": Command("writing", "Move an entry or a kept post to the trash."),
        "visibility": Command("writing", "Say who may see an entry."),
        "attach": Command("attaching", "Attach files to an entry; they are copied into the vault."),
        "attachments": Command("attaching", "List the files of entries, open one, say what one shows."),
        "detach": Command("attaching", "Take files off an entry, with a way back."),
        "theme": Command("themes", "Name, change and look at what you are working on."),
        "list": Command("finding", "List entries, newest first."),
        "show": Command("finding", "Show an entry, a kept post, a post, a theme or a person."),
        "history": Command("history", "List earlier versions, or what is in the trash."),
        "restore": Command("history", "Bring an earlier version or something deleted back."),
    },
    "read the people you learn from": {
        "follow": Command(
            "people",
            "Follow a homepage, a feed, or a Bluesky or Mastodon profile.",
            "An address is enough: you see whom it leads to.",
        ),
        "unfollow": Command("people", "Stop following someone; what you kept stays."),
        "people": Command("people", "List the people you follow; join two cards, split one."),
        "fetch": Command("fetching", "Ask the channels that are due for new posts."),
        "river": Command("posts", "List posts of the people you follow, newest first."),
        "keep": Command("posts", "Keep a post in your vault, readable when its source is gone."),
        "mark": Command("posts", "Mark posts read or unread, star them, put them under a theme."),
        "fulltext": Command(
            "full_text",
            "Read posts whole where the feed gives only their beginnings.",
            "They are read from their own pages.",
        ),
        "voices": Command(
            "stories",
            "List who else says what a post says.",
            "A post that is another story is divided off.",
        ),
        "changes": Command("stories", "Show what an edited post said before, word by word."),
        "views": Command("views", "Keep searches as lists of the River, and show what one finds."),
        "rules": Command(
            "rules",
            "Let rules star, read, hide or file posts as they arrive.",
            "A rule is a search, and what is done to the posts it finds; to file is to put under a theme.",
        ),
        "suggest": Command(
            "suggesting",
            "Suggest a theme for a post.",
            "It is found by the post's words, and by what you put under your themes before.",
        ),
    },
    "find": {
        "search": Command("finding", "Search everything at once: entries, posts, themes, people."),
        "find": Command("experts", "Find out who knows about a theme, among yours and beyond."),
        "dismissed": Command("experts", "List people you set aside, or let one be proposed again."),
        "rising": Command("experts", "List what several of your people suddenly write this week."),
        "me": Command(
            "experts", "Show what you could be asked about; only you see it.", "It goes by what you wrote."
        ),
        "trace": Command("tracing", "Follow the chain: what something rests on, what grew from it."),
    },
    "look back": {
        "back": Command("returning", "List what comes back today, and say what came of it."),
        "review": Command("reviewing", "Show the week as it lies there, and write its review."),
        "weeks": Command("weeks", "Show your weeks: what each has, and your themes over them."),
        "intend": Command(
            "returning",
            "Write an intention that comes back on its day.",
            "It stands on an entry: if …, then I will ….",
        ),
        "goal": Command(
            "goals", "Set a goal, say how far it is and what shows it.", "It comes back when you look again."
        ),
        "programme": Command("programmes", "Begin a programme of weekly assignments, answer it, leave it."),
        "prompts": Command("reviewing", "List prompt packs, or print the questions of one."),
    },
    "talk on your networks": {
        "account": Command("accounts", "Log in to Bluesky or Mastodon; list accounts, remove one."),
        "notices": Command("talking", "Show what concerns you there since you last looked."),
        "ask": Command("talking", "Draft a question for people on your networks."),
        "answers": Command("talking", "Collect the answers to what you asked, or close a question."),
        "share": Command("talking", "Draft an entry as a post or thread, shown as it will be sent."),
        "reply": Command("answering", "Draft an answer to a post."),
        "outbox": Command("outbox", "Look at what you send: edit it, send it, take it back."),
        "like": Command("answering", "Like a post on its network."),
        "boost": Command("answering", "Pass a post on to those who follow you there."),
        "bookmark": Command("answering", "Bookmark a post on its network."),
        "follow-there": Command("answering", "Follow someone on a network as well, with your account there."),
        "position": Command("position", "Compare how far you read here and on your Mastodon server."),
    },
    "share with a coach and a cohort": {
        "bundle": Command(
            "showing", "Pack what your coach gets into one file.", "You see all of it before it is written."
        ),
        "summary": Command(
            "showing", "Make a page for a coach.", "It has the entries they may see, and nothing else."
        ),
        "feedback": Command("feedback", "Take in a coach's comments, each beside its entry."),
        "revoke": Command("publishing", "Make an entry private again; the next bundle says so."),
        "sharing": Command("agreeing", "Say what you agree to, what you offer, and when you are away."),
        "cohort": Command("cohort", "Read what your cohort gave back, and see what you tell it."),
        "coach": Command(
            "coaching",
            "As a coach: read what learners shared, and comment on it.",
            "The comments go back as a file.",
        ),
        "publish": Command("publishing", "Write your public entries as a small site with an Atom feed."),
    },
    "take care of it": {
        "doctor": Command("care", "Check everything and say how to mend what is not well."),
        "backup": Command("care", "Write everything, vault and library, into one file."),
        "restore-backup": Command("care", "Put a backup in place; what is there now is kept beside it."),
        "export": Command("exchange", "Write a full copy of everything that is yours."),
        "import": Command("exchange", "Take in Markdown files, or subscriptions from OPML."),
        "reindex": Command("care", "Rebuild the index from the files, mend what nobody can read."),
        "tidy": Command(
            "care", "Let old posts go that nothing of yours rests on.", "`--dry-run` says which those are."
        ),
        "demo": Command("others", "Open a fictional journal in a home of its own."),
        "completion": Command("others", "Print the completion script for a shell."),
        "version": Command("others", "Print the version."),
    },
}
"""The commands by what a person does with them, in the order of the help."""
COMMANDS = {name: command for part in PARTS.values() for name, command in part.items()}

READS_POSTS = frozenset(
    [
        "show",
        "search",
        "find",
        "rising",
        "me",
        "theme",
        "people",
        "river",
        "views",
        "rules",
        "keep",
        "mark",
        "voices",
        "review",
        "trace",
    ]
)
"""Commands whose answer depends on the words of posts: those that arrived are indexed first."""
