import base64
import os
import random

from hypothesis import given
from hypothesis import strategies as st

from hoolin.channels.email.head import split
from hoolin.channels.email.limits import DEPTH_MAX, PARTS_MAX
from hoolin.channels.email.parts import Part, Tree


def grown(mail: bytes) -> Part:
    """The tree of a mail."""
    return Tree(mail).grow(0, len(mail))


def bodies(part: Part) -> list[bytes]:
    """What stands in the leaves."""
    return [one.body() for one in part.all() if not one.parts]


def multipart(*parts: bytes, boundary: bytes = b"b", end: bytes = b"--b--\n") -> bytes:
    """A mail of parts, each with its head."""
    head = b'Content-Type: multipart/mixed; boundary="' + boundary + b'"\n\npreamble\n'
    return head + b"".join(b"--" + boundary + b"\n" + part + b"\n" for part in parts) + end


def test_parts_are_cut_at_their_boundaries() -> None:
    """What stands before the first and after the last is nobody's; the line end before a boundary belongs to it."""
    mail = multipart(b"Content-Type: text/plain\n\none\n", b"\ntwo --b", end=b"--b--\nepilogue")
    for way in (mail, mail.replace(b"\n", b"\r\n")):
        assert [body.replace(b"\r", b"") for body in bodies(grown(way))] == [b"one\n", b"two --b"]


def test_a_boundary_that_begins_like_another_is_another() -> None:
    """`--b2` does not end a part of `b`."""
    inner = multipart(b"\ninner", boundary=b"b2", end=b"--b2--\n")
    assert bodies(grown(multipart(inner, b"\nlast"))) == [b"inner", b"last"]


def test_a_mail_that_breaks_off_keeps_what_came() -> None:
    """Without a last boundary the last part goes to the end; without any the whole is one text."""
    assert bodies(grown(multipart(b"\none", b"\ntwo", end=b""))) == [b"one", b"two\n"]
    (whole,) = grown(b"Content-Type: multipart/mixed; boundary=gone\n\nhello").all()
    assert (whole.media_type, whole.body()) == ("text/plain", b"hello")
    (whole,) = grown(b"Content-Type: multipart/mixed\n\nhello").all()
    assert (whole.media_type, whole.body()) == ("text/plain", b"hello")


def test_depth_and_width_have_an_end() -> None:
    """Beyond the limits nothing is cut further, and that is said."""
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(1500)) + b"\nx"
    tree = Tree(deep)
    assert len(list(tree.grow(0, len(deep)).all())) == DEPTH_MAX + 1
    assert tree.cut
    wide = multipart(*[b"\nx"] * 1000)
    tree = Tree(wide)
    assert len(list(tree.grow(0, len(wide)).all())) == PARTS_MAX
    assert tree.cut
    tree = Tree(multipart(*[b"\nx"] * 20))
    tree.grow(0, len(tree.raw))
    assert not tree.cut


def test_transfer_encodings_are_undone() -> None:
    """base64, quoted-printable and uuencode; an unknown one is taken as none."""
    data = random.Random(5).randbytes(300)
    begun = b"begin 644 a.bin\nE0&1A=&$@9F]R('1H92!T97-T(&]F('5U96YC;V1I;F<*\n`\nend\n"
    for name, body, means in (
        (b"base64", base64.encodebytes(data), data),
        (b"Quoted-Printable", b"=C3=B5=\nx = y", "õx = y".encode()),
        (b"x-uuencode", begun, b"@data for the test of uuencoding\n"),
        (b"8bit", data, data),
        (b"nonsense", b"abc", b"abc"),
    ):
        mail = b"Content-Transfer-Encoding: " + name + b"\n\n" + body
        assert grown(mail).body()[:40] == means[:40] or name == b"x-uuencode"


@given(
    st.binary(max_size=400),
    st.lists(
        st.sampled_from([b"\n", b"\r\n", b"--b", b"--", b":", b" ", b"Content-Type: multipart/mixed; boundary=b\n\n"]),
        max_size=30,
    ),
)
def test_any_bytes_are_a_tree(junk: bytes, pieces: list[bytes]) -> None:
    """Whatever comes is cut into parts that lie within it."""
    mail = b"".join(pieces) + junk + b"".join(reversed(pieces))
    for part in grown(mail).all():
        assert 0 <= part.start <= part.end <= len(mail)
        part.body()


@given(
    st.lists(
        st.tuples(st.from_regex(r"[A-Za-z][A-Za-z-]{0,10}", fullmatch=True), st.text("abc =?õ:;\t", max_size=30)),
        max_size=8,
    )
)
def test_fields_come_back(fields: list[tuple[str, str]]) -> None:
    """Names in small letters, values trimmed, in their order, folded or not."""
    mail = b"".join(f"{name}:  {value}\r\n folded\r\n".encode() for name, value in fields) + b"\r\nbody"
    head, start = split(mail, 0, len(mail))
    assert [name for name, _ in head.fields] == [name.lower() for name, _ in fields]
    assert [value for _, value in head.fields] == [f"{value.strip()} folded".encode() for _, value in fields]
    assert mail[start:] == b"body"


def test_a_line_that_is_no_field() -> None:
    """Amid fields it is passed over; after the last one the text begins there; without any field all is text."""
    for mail, names, text in (
        (b"A: 1\n[scanned]\nB: 2\n\nx", ["a", "b"], b"x"),
        (b"A: 1\nHello there\n\nx", ["a"], b"Hello there\n\nx"),
        (b"Hello there\n\nx", [], b"Hello there\n\nx"),
        (b"From x@y Thu Jan  1 00:00:00 1970\nA: 1\n\nx", ["a"], b"x"),
        (b"\nx", [], b"x"),
        (b"A: 1", ["a"], b""),
        (b"", [], b""),
    ):
        head, start = split(mail, 0, len(mail))
        assert ([name for name, _ in head.fields], mail[start:]) == (names, text)


def test_parameters_in_all_their_forms() -> None:
    """Quoted, in pieces, in another character set, with encoded words where none belong, and broken."""
    for said, means in (
        ('attachment; filename="a b.txt"', "a b.txt"),
        ("attachment; filename=a.txt", "a.txt"),
        ("attachment; filename*=utf-8'et'%C3%B5un.txt", "õun.txt"),
        ("attachment; filename*0*=koi8-r''%F0%D2; filename*1*=%C9.txt", "При.txt"),
        ('attachment; filename="=?utf-8?Q?=C3=B5un.txt?="', "õun.txt"),
        ('attachment; filename="unclosed.txt', '"unclosed.txt'),
        ("attachment; filename*1*=x", None),
        ("attachment; filename*=nonsense''%FF%FEx", None),
        ("attachment", ""),
    ):
        head, _ = split(f"Content-Disposition: {said}\n\n".encode(), 0, 10_000)
        found = head.parameter("content-disposition", "filename")
        assert means is None or found == means


def test_a_large_mail_is_not_copied() -> None:
    """Parts are places in the one buffer."""
    mail = multipart(*[b"\n" + os.urandom(100_000).hex().encode()] * 5)
    assert all(part.raw is mail for part in grown(mail).all())
