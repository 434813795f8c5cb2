import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoolin.core.facts import Fact
from hoolin.journal.codec import Codec, tag_of
from hoolin.journal.errors import MalformedFact, NewerFact, NotRegistered, UnknownFact, Unreadable
from tests.journal.samples import GuestSeated, KettleBoiled, TeaPoured, codec

words = st.text(min_size=1, max_size=64)


@given(
    st.one_of(
        st.builds(KettleBoiled, degrees=st.integers(-(2**63), 2**63 - 1)),
        st.builds(TeaPoured, cup=words, words=words),
        st.builds(GuestSeated, guest=words, table=words, window=st.booleans()),
    )
)
def test_what_is_encoded_is_decoded(fact: Fact) -> None:
    """Any fact comes back equal, and its tag stands first."""
    body = codec().encode(fact)
    assert body.startswith(b'{"fact":"' + tag_of(type(fact)).encode())
    assert codec().decode(body) == fact


def test_an_unregistered_type_is_not_written() -> None:
    """A fact that this journal could not read again is refused, also one that extends a known type."""

    class KettleDropped(Fact):
        pass

    class KettleBoiledOver(KettleBoiled):
        pass

    for fact in (KettleDropped(), KettleBoiledOver(degrees=101)):
        with pytest.raises(NotRegistered):
            codec().encode(fact)


def test_a_value_that_its_type_forbids_is_not_written() -> None:
    """A type checks its values only when it reads; the codec reads what it wrote before it lets it go."""
    with pytest.raises(MalformedFact, match="length >= 1"):
        codec().encode(TeaPoured(cup="", words="w"))


def test_a_tag_belongs_to_one_type() -> None:
    """Two types under one tag, or one tag both written and lifted from, cannot be told apart."""

    class Again(Fact, tag="kettle_boiled"):
        pass

    class SeatedOnce(Fact, tag="guest_seated"):
        pass

    with pytest.raises(NotRegistered):
        Codec([KettleBoiled, Again])
    with pytest.raises(NotRegistered):
        Codec([SeatedOnce, GuestSeated], codec()._upcasters)


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (b'{"fact":"spoon_bent"}', UnknownFact),
        (b'{"fact":"spoon_bent@2"}', UnknownFact),
        (b'{"fact":"kettle_boiled@2","degrees":"100 C"}', NewerFact),
        (b'{"fact":"guest_seated@4","guest":"g"}', NewerFact),
        (b'{"fact":"guest_seated@3.5","guest":"g"}', UnknownFact),
        (b'{"fact":"kettle_boiled","degrees":100,"colour":"red"}', Unreadable),
        (b'{"fact":"kettle_boiled"}', Unreadable),
        (b'{"fact":"kettle_boiled","degrees":"hot"}', Unreadable),
        (b'{"degrees":100}', Unreadable),
        (b'{"fact":7}', Unreadable),
        (b"[]", Unreadable),
        (b'{"fact":"kettle_boi', Unreadable),
        (b"", Unreadable),
    ],
)
def test_what_cannot_be_understood_is_refused(body: bytes, refusal: type[Unreadable]) -> None:
    """Each kind of nonsense has its own error: unknown, newer than us, or of the wrong shape."""
    with pytest.raises(Unreadable) as raised:
        codec().decode(body)
    assert type(raised.value) is refusal


def test_a_newer_fact_says_what_to_do() -> None:
    """The message tells a person to upgrade, and which fact it was."""
    with pytest.raises(NewerFact, match=r"newer version of Hoolin; upgrade.*kettle_boiled@2.*newest_known=1"):
        codec().decode(b'{"fact":"kettle_boiled@2"}')


def test_old_shapes_are_read_as_todays() -> None:
    """Two shapes back and one shape back lead to the same fact."""
    seated = GuestSeated(guest="g", table="table-4", window=False)
    assert codec().decode(b'{"fact":"guest_seated","guest":"g","seat":4}') == seated
    assert codec().decode(b'{"fact":"guest_seated@2","guest":"g","table":"table-4"}') == seated


def test_an_upcaster_that_makes_a_wrong_shape_is_found() -> None:
    """What it makes is checked like anything else that is read."""
    with pytest.raises(Unreadable, match="upcast_to_a_wrong_shape"):
        codec().decode(b'{"fact":"guest_seated@2","guest":7,"table":"t"}')


def test_a_codec_without_facts_reads_nothing() -> None:
    """An empty list of types is allowed, and then every tag is unknown."""
    with pytest.raises(UnknownFact):
        Codec([]).decode(msgspec.json.encode({"fact": "kettle_boiled", "degrees": 1}))
