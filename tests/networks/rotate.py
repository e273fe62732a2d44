"""A process that refreshes a session again and again: `rotate.py HOME NETWORK ACCOUNT TIMES`."""

import json
import sys
from pathlib import Path

from learnlog.model.account import Account
from tests.networks.conftest import Home, Network

root, net, account, times = sys.argv[1:]
home = Home(Path(root), Network(json.loads(Path(net).read_text())))
login = home.workspace.bluesky_login(home.workspace.accounts.keys("file"))
session = login.session(Account(**json.loads(account)))
for _ in range(int(times)):
    session.renew()
    assert session.ask(lambda client: client.com.atproto.server.get_session()).did
