"""Session descriptions: what is needed is read, what we write is read by others, and noise is Malformed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoolin.channels.voice.media.port import BROWSER, TRUNK
from hoolin.channels.voice.media.rtp_io_words import Notice, placing, read_notice, securing
from hoolin.channels.voice.media.sdp import SDP_BYTES_MAX, Secure, for_chrome, ours, read
from hoolin.core.errors import HoolinError, Malformed, TooLarge

PHONE = (
    b"v=0\r\no=- 8000 8000 IN IP4 10.1.2.3\r\ns=SIP Call\r\nc=IN IP4 10.1.2.3\r\nt=0 0\r\n"
    b"m=audio 5004 RTP/AVP 0 8 18 101\r\na=rtpmap:18 G729/8000\r\na=rtpmap:101 telephone-event/8000\r\na=ptime:20\r\n"
)
PAGE = ours(
    "192.0.2.7", 40_000, 110,
    Secure("actpass", "sha-256 " + ":".join(["AB"] * 32), "ufra", "p" * 24, ("1 1 udp 99 192.0.2.7 40000 typ host",), "x"),
)  # fmt: skip


def test_a_telephone_and_a_page_are_told_apart() -> None:
    """Place, codecs, keys; encryption and candidates."""
    phone, page = read(PHONE), read(PAGE)
    assert (phone.shape, phone.host, phone.port, phone.keys, phone.has_alaw) == (TRUNK, "10.1.2.3", 5004, 101, True)
    assert (page.shape, page.keys, page.mid, page.setup) == (BROWSER, 110, "x", "actpass")
    assert (page.ufrag, len(page.candidates)) == ("ufra", 1)
    assert not read(PHONE.replace(b" 0 8 18 101", b" 18 101")).has_alaw


def test_a_pictures_place_is_not_the_sounds() -> None:
    """A sound after a picture, with a place of its own, is found."""
    both = (
        PHONE.replace(b"m=audio", b"m=video 6000 RTP/AVP 96\r\nc=IN IP4 10.9.9.9\r\na=mid:v\r\nm=audio")
        + b"c=IN IP4 10.5.5.5\r\n"
    )
    assert (read(both).host, read(both).port, read(both).mid) == ("10.5.5.5", 5004, "")


def test_several_sounds_are_told_apart_for_chrome() -> None:
    """Each has a mid of its own; nothing ties them together; the page is to lead the search for a way, where there is one."""
    sound = PAGE[PAGE.index(b"m=audio") :]
    made = for_chrome(PAGE + sound + b"a=ssrc:1 cname:x\r\na=msid:a b\r\n").decode()
    assert [line for line in made.splitlines() if line.startswith("a=mid:")] == ["a=mid:0", "a=mid:1"]
    assert not any(one in made for one in ("a=group", "a=ssrc", "a=msid"))
    assert made[: made.index("m=audio")].count("a=ice-lite\r\n") == 1
    assert b"a=ice-lite" not in for_chrome(PHONE)


@given(st.binary(max_size=200) | st.text("vo=scmtaudio 0123/RTPAV.\r\n:-", max_size=200).map(str.encode))
def test_noise_is_malformed(raw: bytes) -> None:
    """Any bytes, alone or after a description, are read or refused."""
    for one in (raw, PHONE + raw, PAGE[:-9] + raw):
        try:
            sound = read(one)
            placing(sound)
            securing(sound, "127.0.0.1")
        except HoolinError:
            continue


def test_limits() -> None:
    """Too long is said so; line ends of a strict or a lax kind are the same."""
    with pytest.raises(TooLarge):
        read(PHONE + b"a=x\r\n" * (SDP_BYTES_MAX // 5))
    with pytest.raises(Malformed):
        read(PHONE + b"a=x\r\n" * 1_001)
    assert read(PHONE.replace(b"\r\n", b"\n")) == read(PHONE)


def test_nothing_of_a_description_becomes_a_command() -> None:
    """What the text engine is told is checked word by word: a strange fingerprint, name or candidate is refused or left out."""
    for bad in (b"ufra x && D y", b"u\tf", b"a" * 300):
        with pytest.raises(Malformed):
            securing(read(PAGE.replace(b"ice-ufrag:ufra", b"ice-ufrag:" + bad)), "127.0.0.1")
    with pytest.raises(Malformed):
        securing(read(PAGE.replace(b"fingerprint:sha-256 AB", b"fingerprint:sha-256 AB && D x")), "127.0.0.1")
    with pytest.raises(Malformed):
        placing(read(PHONE.replace(b"c=IN IP4 10.1.2.3", b"c=IN IP4 example.org")))
    odd = read(PAGE.replace(b"192.0.2.7 40000 typ host", b"192.0.2.7 40000 typ host && D x"))
    assert "M5:1 C" not in securing(odd, "10.0.0.1")
    hidden = read(PAGE.replace(b"99 192.0.2.7", b"99 abc-def.local"))
    assert "M5:1 C" not in securing(hidden, "10.0.0.1")
    assert securing(hidden, "127.0.0.1").endswith("M5:1 C 1 1 udp 99 127.0.0.1 40000 typ host")


def test_notices_of_the_text_engine() -> None:
    """Keys and ends; anything else is nothing."""
    assert read_notice("key!call-1!c # 10 1600 1") == Notice("call-1", "c", "#", 200)
    assert read_notice("gone!call-1!c") == Notice("call-1", "c")
    for noise in ("", "gone", "key!a!b", "key!a!b x 1 2", "key!a!b 5 1 z", "gone!a", "hello world"):
        assert read_notice(noise) is None
