"""Taking an entry back from those who have it, and showing others to everybody."""

from pathlib import Path

from learnlog.cli.context import Context
from learnlog.cli.output import put_json, say, tell
from learnlog.cli.parser import Parser, Part


def define_revoke(parser: Parser) -> None:
    """Say what `revoke` takes."""
    parser.add_argument("entry", metavar="ENTRY", help="the entry's id, or its start or end")


def revoke(context: Context) -> int:
    """Make an entry private again."""
    from learnlog.model.interchange import entry_dict

    entry = context.workspace.showing.revoke(context.args.entry)
    tell(f"“{entry.headline}” is private. The next bundle tells your coach's learnlog to drop it;")
    tell("what was printed or mailed to others nobody can take back.")
    if context.wants_json:
        put_json(entry_dict(entry))
    return 0


def define_publish(parser: Parser) -> None:
    """Say what `publish` takes."""
    parser.add_argument(
        "folder", metavar="DIR", help="the folder of the site: new, empty, or published before"
    )
    parser.add_argument("--title", default="", metavar="TEXT", help="what the site is called")
    parser.add_argument("--address", default="", metavar="URL", help="where it will be found, for its feed")


def publish(context: Context) -> int:
    """Write the public entries as a site."""
    context.workspace.sync.scan()
    args = context.args
    site = context.workspace.publishing.publish(
        Path(args.folder).expanduser(), title=args.title, address=args.address, now=context.now
    )
    if context.wants_json:
        put_json({"path": str(site.folder), "entries": list(site.entries), "removed": list(site.removed)})
    else:
        say(str(site.folder))
    entries = "1 public entry" if len(site.entries) == 1 else f"{len(site.entries):,} public entries"
    tell(f"{entries} on the site; open index.html to see it.")
    return 0


PARTS: dict[str, Part] = {"revoke": (define_revoke, revoke), "publish": (define_publish, publish)}
