"""What every reader says of a file that cannot be evidence."""


class Unreadable(Exception):
    """The file cannot be evidence; `code` has texts in `workflows/messages`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
