"""Makes collections of labelled texts for `bench/suggestions.py`: descriptions of Debian's programs, and their tags.

``python -m bench.packages AVAILABLE TRANSLATION FOLDER`` takes what ``apt-cache dumpavail`` prints and the unpacked
list of English descriptions (``/usr/lib/apt/apt-helper cat-file /var/lib/apt/lists/*bookworm_main*Translation-en*``),
and makes two in FOLDER: of the same programs, with other themes. A post is one program of a source package, whoever
maintains it wrote it, and the order is chance. The names and keywords are such as one would give a theme; the tags
were put by volunteers, and many are missing.
"""

import gzip
import json
import random
import re
import sys
from pathlib import Path
from typing import Any

THEMES = {
    "debian": """
        field::astronomy | astronomy | telescope, stars, planets
        field::finance | finance | accounting, stocks, bank
        field::electronics | electronics | circuit, PCB
        field::chemistry | chemistry | molecule, molecular
        field::mathematics | mathematics | algebra, plotting
        field::geography | geography | GIS, maps, GPS
        field::biology | biology | genome, DNA, sequence
        field::linguistics | linguistics | grammar, corpus
        works-with::audio | audio | sound, music, mp3
        works-with::image | images | photo, picture, graphics
        works-with::mail | mail | email, mailbox, spam
        works-with::db | databases | SQL, PostgreSQL, MySQL
        works-with::video | video | movie, DVD
        works-with::archive | archives | zip, tar
        works-with::dictionary | dictionaries | spelling, translation
        works-with::font | fonts | typeface, TrueType
        game::arcade | arcade games | shooter
        game::puzzle | puzzles | puzzle, sokoban
        game::board | board games | chess, go
        game::strategy | strategy games | war game
        security::cryptography | cryptography | encryption, OpenPGP
        security::authentication | authentication | password, PAM
        security::firewall | firewall | iptables, netfilter
        admin::backup | backup | snapshots
        admin::virtualization | virtualization | Xen, virtual machine
        admin::filesystem | file systems | partition, ext2
        admin::monitoring | monitoring | nagios
        admin::package-management | package management | apt, dpkg
        use::chatting | chat | IRC, jabber, instant messaging
        use::timekeeping | time keeping | calendar, clock
        use::typesetting | typesetting | LaTeX, TeX
        use::printing | printing | printer, CUPS
        use::compressing | compression | compress, gzip
        devel::testing-qa | testing | unit tests
        devel::debugger | debugging | debugger
        devel::rcs | version control | git, subversion
        devel::compiler | compilers | compiler
        hardware::hamradio | amateur radio | ham radio, packet radio
        hardware::storage:cd | CDs | CD, burning
        hardware::camera | cameras | webcam, digital camera
        protocol::dns | DNS | name server
        network::vpn | VPN | tunnel
        field::medicine | medicine | medical imaging, DICOM
        field::physics | physics | simulation of particles
    """,
    "debian2": """
        use::organizing | organizing | organizer, catalog
        use::downloading | downloads | download, mirror
        use::searching | search | find, index
        use::synchronizing | synchronizing | sync, rsync
        use::scanning | scanning | scanner
        use::proxying | proxies | proxy
        use::text-formatting | text formatting | indent, reformat
        use::comparing | comparing | diff, compare
        use::measuring | measuring | benchmark
        use::learning | learning | educational, teach
        use::converting | conversion | convert, converter
        use::calculating | calculators | calculator
        use::entertaining | fun | screensaver, amusing
        works-with::pim | contacts | address book, calendar
        works-with::network-traffic | network traffic | packets, bandwidth
        works-with::logfile | log files | syslog
        works-with::3dmodel | 3D models | modeling
        works-with::image:vector | vector images | SVG
        works-with::vcs | repositories | commit
        works-with::unicode | Unicode | UTF-8
        sound::player | music players | player
        sound::mixer | mixers | volume
        sound::midi | MIDI | synthesizer
        mail::filters | mail filters | spam
        hardware::input | input devices | keyboard, mouse
        hardware::emulation | emulators | emulator
        hardware::modem | modems | dialup, fax
        hardware::power | power management | battery
        admin::boot | booting | bootloader
        admin::kernel | the kernel | modules
        admin::user-management | users | accounts
        admin::cluster | clusters | batch
        admin::recovery | data recovery | rescue
        network::scanner | network scanners | sniffer
        protocol::ssh | SSH | OpenSSH
        protocol::ldap | LDAP | directory
        protocol::irc | IRC | bot
        game::toys | toys | desktop toy
        game::simulation | simulation games | flight
        culture::japanese | Japanese | kanji
    """,
}
"""By collection: tag, name of the theme, keywords."""
TOPICS = (
    "field",
    "works-with",
    "game",
    "security",
    "admin",
    "hardware",
    "protocol",
    "network",
    "web",
    "mail",
    "sound",
    "use",
)
"""Kinds of tags that say what a program is about: one without any was hardly looked at."""
_FIELD = r"^{}: (.*(?:\n .*)*)"


def _value(block: str, name: str) -> str:
    found = re.search(_FIELD.format(name), block, re.MULTILINE)
    return found[1] if found else ""


def _is_topic(tag: str) -> bool:
    kind, _, rest = tag.partition("::")
    return kind in TOPICS or (kind == "devel" and "lang" not in rest and "library" not in rest)


def programs(available: str, translation: str) -> list[dict[str, Any]]:
    """Return one program of each source that somebody tagged, with its description."""
    blocks = translation.split("\n\n")
    told = {_value(block, "Package"): _value(block, "Description-en") for block in blocks}
    posts: list[dict[str, Any]] = []
    seen: set[str] = set()
    for block in available.split("\n\n"):
        name = _value(block, "Package")
        source = (_value(block, "Source") or name).split()[:1]
        tags = {tag.strip() for tag in _value(block, "Tag").replace("\n", " ").split(",")}
        if "role::program" not in tags or seen.issuperset(source) or not any(map(_is_topic, tags)):
            continue
        seen.update(source)
        if name.endswith("-dev") or "ransition" in block:
            continue
        title, _, body = (told.get(name) or _value(block, "Description")).partition("\n")
        posts.append({"author": _value(block, "Maintainer"), "title": title, "body": body, "tags": tags})
    random.Random(5).shuffle(posts)
    return posts


def write(posts: list[dict[str, Any]], folder: Path, themes: list[dict[str, Any]]) -> None:
    """Write `posts` and `themes` as a collection."""
    folder.mkdir(parents=True, exist_ok=True)
    ids = [theme["id"] for theme in themes]
    labels = {
        str(number): found
        for number, post in enumerate(posts)
        if (found := [id for id in ids if id in post["tags"]])
    }
    with gzip.open(folder / "posts.jsonl.gz", "wt") as file:
        for number, post in enumerate(posts):
            known = {key: post[key] for key in ("author", "title", "body")}
            file.write(json.dumps({"id": number, "date": f"{number:06}", **known}) + "\n")
    (folder / "LABELS.post_tags.json").write_text(json.dumps(labels))
    (folder / "themes.public.json").write_text(json.dumps(themes))


def _themes(table: str) -> list[dict[str, Any]]:
    rows = [[part.strip() for part in line.split("|")] for line in table.strip().splitlines()]
    return [
        {"id": tag, "name": name, "keywords": words.split(", "), "journal": []} for tag, name, words in rows
    ]


if __name__ == "__main__":
    available, translation, folder = map(Path, sys.argv[1:])
    found = programs(available.read_text(), translation.read_text())
    for name, table in THEMES.items():
        write(found, folder / name, _themes(table))
