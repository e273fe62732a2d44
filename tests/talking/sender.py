"""Sends everything that waits until killed; run as ``python -m tests.talking.sender HOME SERVER``."""

import random
import sys
import time
from pathlib import Path

from learnlog.model.moments import local_now
from learnlog.settings import find_paths
from learnlog.talking.base import Piece, Sent
from learnlog.talking.outbox import Outbox
from learnlog.talking.sending import Sending
from learnlog.workspace import Workspace
from tests.talking.voices import FakeVoice, Server


class SlowVoice(FakeVoice):
    """Takes its time before and after the post arrives, so that a kill finds it in either place."""

    def send(self, piece: Piece) -> Sent:
        time.sleep(random.uniform(0, 0.02))
        sent = super().send(piece)
        time.sleep(random.uniform(0, 0.02))
        return sent


def main() -> None:
    home, server = sys.argv[1:]
    workspace = Workspace(find_paths(home))
    outbox = Outbox(workspace.shelf, workspace.changes, local_now)
    sending = Sending(outbox, workspace.journal, lambda account: SlowVoice(Server(Path(server))), local_now)
    print("ready", flush=True)
    sending.send_all()
    print("done", flush=True)


if __name__ == "__main__":
    main()
