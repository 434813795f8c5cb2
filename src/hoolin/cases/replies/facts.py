"""What can be recorded about ready replies."""

from typing import Annotated

import msgspec

from hoolin.cases.replies.reply import Name, Reply
from hoolin.core.facts import Fact


class ReplySet(Fact):
    """A ready reply was written, or written anew. number: of the version, from 1 for each name. reply: as it is from now on."""

    number: Annotated[int, msgspec.Meta(ge=1)]
    reply: Reply


class ReplyRetired(Fact):
    """A ready reply is no longer offered. name: which."""

    name: Name
