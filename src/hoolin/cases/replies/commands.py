"""What may be asked about ready replies."""

from typing import Annotated, TypeAlias

import msgspec

from hoolin.cases.replies.reply import Name, Reply
from hoolin.core.commands import Command
from hoolin.core.facts import COUNT_MAX

Number: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=COUNT_MAX)]


class SetReply(Command):
    """Write a ready reply, or write it anew. reply: as it shall be. after: the version that it was made from, 0 for a new one; None: whatever is there."""

    reply: Reply
    after: Number | None = None


class RetireReply(Command):
    """Offer it no longer; its versions stay. name: which."""

    name: Name
