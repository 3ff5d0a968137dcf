"""Why the stack cannot go on."""


class StackError(Exception):
    """A step cannot be done; the message is one sentence saying what is wrong, and one with the remedy."""
