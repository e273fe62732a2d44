"""What is done once, however often its key is pressed until it is done."""

from textual.dom import DOMNode
from textual.worker import get_current_worker


def is_under_way(node: DOMNode) -> bool:
    """Tell, in a worker of `node`, whether one of the same group that began before is still at work."""
    me = get_current_worker()
    others = (worker for worker in node.workers if worker.node is node and worker is not me)
    return any(worker.group == me.group and not worker.is_finished for worker in others)
