"""A process that sends a thread post by post: `send.py HOME NETWORK ACCOUNT THREAD`; it prints what is out."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from learnlog.model.account import Account
from learnlog.talking.base import Piece
from learnlog.talking.bluesky import BlueskyVoice
from tests.networks.conftest import Home, Network

root, net, account, thread = sys.argv[1:]
home = Home(Path(root), Network(json.loads(Path(net).read_text())))
login = home.workspace.bluesky_login(home.workspace.accounts.keys("file"))
voice = BlueskyVoice(Account(**json.loads(account)), login)
print("ready", flush=True)
first = last = None
for key, text in json.loads(thread):
    last = voice.send(Piece(key=key, text=text, created=datetime.now(UTC), parent=last, root=first))
    first = first or last
    print(last.uri, flush=True)
