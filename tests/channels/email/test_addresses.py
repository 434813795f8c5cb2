from email.utils import formataddr, getaddresses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoolin.channels.email.addresses import Mailbox, mailboxes, valid


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("mari@a.ee", [Mailbox("mari@a.ee")]),
        ("Mari Maasikas <mari@A.EE>", [Mailbox("mari@a.ee", "Mari Maasikas")]),
        ('"Maasikas, Mari" <mari@a.ee>, b@c.ee', [Mailbox("mari@a.ee", "Maasikas, Mari"), Mailbox("b@c.ee")]),
        ("mari@a.ee (Mari (the \\) first))", [Mailbox("mari@a.ee", "Mari (the ) first")]),
        ("=?utf-8?B?0JjQstCw0L0=?= <i@a.ee>", [Mailbox("i@a.ee", "Иван")]),
        ("=?utf-8?Q?a=2C_b=3Cx=40y.ee=3E?= <i@a.ee>", [Mailbox("i@a.ee", "a, b<x@y.ee>")]),
        ("undisclosed-recipients:;", []),
        ("friends: a@b.ee, C <c@d.ee>;, e@f.ee", [Mailbox("a@b.ee"), Mailbox("c@d.ee", "C"), Mailbox("e@f.ee")]),
        ("a@b.ee; c@d.ee", [Mailbox("a@b.ee"), Mailbox("c@d.ee")]),
        ("<@relay.ee,@x.ee:a@b.ee>", [Mailbox("a@b.ee")]),
        ("a@b.ee <a@b.ee>", [Mailbox("a@b.ee")]),
        ("'a@b.ee'", [Mailbox("a@b.ee")]),
        ("mailto:a@b.ee", [Mailbox("a@b.ee")]),
        ("a@b.ee, A@b.ee, a@B.ee", [Mailbox("a@b.ee"), Mailbox("A@b.ee")]),
        ("Mari <mari at a.ee>", []),
        ("victim@a.ee <nonsense>", []),
        ("victim@a.ee <x@b.ee>", [Mailbox("x@b.ee", "victim@a.ee")]),
        ("<>", []),
        ("", []),
        ("a@b", []),
        ("Mari <mari@a.ee", [Mailbox("mari@a.ee", "Mari")]),
    ],
)  # fmt: skip
def test_addresses_are_read(said: str, means: list[Mailbox]) -> None:
    """As the standard says, as people write them, and nothing to which mail cannot be sent."""
    assert mailboxes(said.encode()) == means


@given(
    st.lists(
        st.tuples(
            st.text("abc õЖ.,;<>@()\"':", max_size=12), st.from_regex(r"[a-z][a-z0-9.+-]{0,8}@[a-z]{1,8}\.ee", fullmatch=True)
        ),
        max_size=5, unique_by=lambda one: one[1],
    )
)  # fmt: skip
def test_what_the_standard_library_writes_is_read(pairs: list[tuple[str, str]]) -> None:
    """Every name and address that it writes comes back, whatever signs the name is made of."""
    said = ", ".join(formataddr(pair) for pair in pairs)
    assert [one.address for one in mailboxes(said.encode())] == [address for _, address in pairs]


@given(st.text(max_size=200))
def test_nothing_is_found_that_could_not_be_mailed(said: str) -> None:
    """Whatever stands in the field, each address that comes out is one."""
    assert all(valid(one.address) == one.address for one in mailboxes(said.encode("utf-8", "replace")))


@given(st.lists(st.from_regex(r"[a-z]{1,5}@[a-z]{1,5}\.ee", fullmatch=True), max_size=6, unique=True))
def test_a_plain_list_is_read_like_the_standard_library_does(addresses: list[str]) -> None:
    """Both find the same."""
    said = ", ".join(addresses)
    assert [one.address for one in mailboxes(said.encode())] == [address for _, address in getaddresses([said])]
