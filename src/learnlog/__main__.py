"""Where the process begins."""

import sys


def main() -> int:
    """Run learnlog with the arguments of this process and return its exit code."""
    from learnlog.cli.main import main as run

    return run(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())
