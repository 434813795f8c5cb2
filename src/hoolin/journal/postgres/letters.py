"""Ids and names as PostgreSQL can keep them: its texts hold any letter but one, the NUL, which an id from outside may have."""


def kept(text: str) -> str:
    """As it is written: a NUL as `\\0`, and a backslash as two."""
    if "\\" in text or "\0" in text:
        return text.replace("\\", "\\\\").replace("\0", "\\0")
    return text


def read(text: str) -> str:
    """The same, back again."""
    if "\\" in text:
        return "\\".join(part.replace("\\0", "\0") for part in text.split("\\\\"))
    return text
