"""The command line: the only place that reads arguments and the environment, prints, and sets the exit status."""

__all__ = ["main"]


def main() -> None:
    """Runs `kg` with the arguments of the process and ends it with the status of the command."""
    import sys

    from kg.cli.app import run

    sys.exit(run(sys.argv[1:]))
