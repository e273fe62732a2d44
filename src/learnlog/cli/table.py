"""Every command, where its code is and what it does in one sentence, without importing any of it."""

from typing import NamedTuple


class Command(NamedTuple):
    """A command's group (a module of `learnlog.cli.commands`) and its sentence for the help."""

    group: str
    summary: str


COMMANDS = {
    "add": Command("writing", "Write an entry."),
    "edit": Command("writing", "Change an entry, in your editor or by options."),
    "delete": Command("writing", "Move an entry or a kept post to the trash."),
    "visibility": Command("writing", "Say who may see an entry."),
    "attach": Command("attaching", "Attach files to an entry; they are copied into the vault."),
    "attachments": Command("attaching", "List the files of entries, open one, say what one shows."),
    "detach": Command("attaching", "Take files off an entry, with a way back."),
    "list": Command("finding", "List entries, newest first."),
    "show": Command("finding", "Show an entry, a kept post, a post, a theme or a person."),
    "search": Command("finding", "Search everything at once: entries, posts, themes, people."),
    "find": Command("experts", "Find out who knows about a theme: among those you follow, and new people."),
    "dismissed": Command("experts", "List people whom you set aside, or let one be proposed again."),
    "rising": Command("experts", "List what several people you follow suddenly write this week."),
    "me": Command("experts", "Show what you could be asked about, by what you wrote; only you see it."),
    "theme": Command("themes", "Name, change and look at what you are working on."),
    "follow": Command("people", "Follow someone: a homepage, a feed, or a profile on Bluesky or Mastodon."),
    "unfollow": Command("people", "Stop following someone; what you kept stays."),
    "people": Command("people", "List the people you follow; join two cards, split one."),
    "account": Command("accounts", "Log in to Bluesky or Mastodon, list your accounts, remove one."),
    "fetch": Command("fetching", "Ask the channels that are due for new posts."),
    "river": Command("posts", "List posts of the people you follow, newest first."),
    "fulltext": Command(
        "full_text", "Read posts whole, from their own pages, where the feed gives only their beginnings."
    ),
    "views": Command("views", "Keep searches as lists of the River, and show what one finds."),
    "suggest": Command(
        "suggesting", "Suggest a theme for a post, from what you put under your themes before."
    ),
    "rules": Command(
        "rules", "Let posts that arrive be starred, read, hidden or put under a theme by themselves."
    ),
    "keep": Command("posts", "Keep a post in your vault, readable when its source is gone."),
    "mark": Command("posts", "Mark posts read or unread, star them, put them under a theme."),
    "voices": Command(
        "stories", "List who else says what a post says; divide one off that is another story."
    ),
    "changes": Command("stories", "Show what an edited post said before, word by word."),
    "share": Command(
        "talking", "Draft an entry as a post or thread, and show it exactly as it will be sent."
    ),
    "ask": Command("talking", "Draft a question for people on your networks."),
    "answers": Command("talking", "Collect the answers to what you asked, or close a question with one."),
    "reply": Command("answering", "Draft an answer to a post."),
    "like": Command("answering", "Like a post on its network."),
    "boost": Command("answering", "Pass a post on to those who follow you there."),
    "bookmark": Command("answering", "Bookmark a post on its network."),
    "follow-there": Command("answering", "Follow someone on a network as well, with your account there."),
    "outbox": Command("outbox", "Look at what you send: edit it, send it, take it back."),
    "position": Command("position", "Compare how far you read here and on your Mastodon server."),
    "notices": Command("talking", "Show what concerns you on your networks since you last looked."),
    "back": Command("returning", "List what comes back today, and say what came of it."),
    "intend": Command("returning", "Write an intention on an entry: if …, then I will …, back on a day."),
    "goal": Command("goals", "Set a goal, say how far it is and what shows it, and when you look again."),
    "prompts": Command("reviewing", "List prompt packs, or print the questions of one."),
    "review": Command("reviewing", "Show the week as it lies there, and write its review."),
    "weeks": Command("weeks", "Show your weeks: what each has, and how your themes went over them."),
    "programme": Command("programmes", "Begin a programme of weekly assignments, answer it, leave it."),
    "trace": Command("tracing", "Follow the chain both ways: what something rests on, what grew from it."),
    "cohort": Command("cohort", "Read what came back from your cohort, and see what your bundle tells it."),
    "sharing": Command(
        "agreeing", "Say how you share: what you agree to, what you offer, until when you are away."
    ),
    "summary": Command("showing", "Make a page for a coach, of the entries you raised and nothing else."),
    "bundle": Command("showing", "Pack what your coach gets into one file, after you saw all of it."),
    "feedback": Command("feedback", "Take in the comments a coach gave back, each beside its entry."),
    "revoke": Command(
        "publishing", "Make an entry private again; the next bundle says that it is withdrawn."
    ),
    "coach": Command("coaching", "Read what learners shared with you, comment, and give the comments back."),
    "publish": Command("publishing", "Write your public entries as a small site with an Atom feed."),
    "history": Command("history", "List earlier versions, or what is in the trash."),
    "restore": Command("history", "Bring an earlier version or something deleted back."),
    "reindex": Command("care", "Rebuild the index from the files; touches nothing else."),
    "tidy": Command("care", "Let old posts go that nothing of yours rests on; first say which."),
    "backup": Command("care", "Write everything, vault and library, into one file."),
    "restore-backup": Command("care", "Put a backup in place; what is there now is kept beside it."),
    "doctor": Command("care", "Check everything and say how to mend what is not well."),
    "export": Command("exchange", "Write a full copy of everything that is yours."),
    "import": Command("exchange", "Take in Markdown files, or subscriptions from OPML."),
    "demo": Command("others", "Open a fictional journal in a home of its own."),
    "completion": Command("others", "Print the completion script for a shell."),
    "version": Command("others", "Print the version."),
}

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
