"""What a ready reply is. Its words are the site's own and not about anybody, so they lie in the fact itself."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias, get_args

import msgspec

from hoolin.core.site.rules import Language

Name: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=32, pattern=r"^\w[\w-]*$")]
"""What is typed after `;`: letters of any language, digits, `-` and `_`."""

Text: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=4_000)]

Variable: TypeAlias = Literal["customer", "agent", "case", "operator"]
"""What is filled in where a reply is used: what the customer is called, who writes, the number of the case, whose site it is."""

VARIABLES: tuple[Variable, ...] = get_args(Variable)

BRACED = re.compile(r"\{([^{}\n]*)\}")


class Reply(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """name: what is typed for it. title: what it is for, in a few words. texts: by language, in one of them at least."""

    name: Name
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    texts: dict[Language, Text]


def strangers(reply: Reply) -> Iterator[str]:
    """What stands in braces and is no variable, each once."""
    seen = dict.fromkeys(found for text in reply.texts.values() for found in BRACED.findall(text))
    yield from (one for one in seen if one not in VARIABLES)
