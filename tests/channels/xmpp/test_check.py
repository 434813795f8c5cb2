"""The check says plainly what is wrong, and what is wrong keeps us from talking at all."""

from pathlib import Path

import pytest

from hoolin.channels.written import Finding
from hoolin.channels.xmpp.manifest import XmppAccount
from hoolin.core.errors import Invalid
from tests.channels.xmpp.prosody import Prosody, certificates
from tests.channels.xmpp.stand import Kept, gateway
from tests.ports import free_port


async def look(server: Prosody, **changed: object) -> list[Finding]:
    """The findings for an account."""
    async with gateway(server, Kept(), **changed) as made:
        return list(await made.check("main"))


@pytest.mark.needs("prosody")
async def test_a_well_account_is_well(prosody: Prosody) -> None:
    """Log-in, archive, carbons and files are each looked at and well, over STARTTLS and over TLS from the first byte."""
    found = await look(prosody)
    assert [(finding.what, finding.well) for finding in found] == [
        (what, True) for what in ("log-in", "archive", "carbons", "files")
    ]
    assert all(finding.well for finding in await look(prosody, port=prosody.tls, direct_tls=True))


@pytest.mark.needs("prosody")
async def test_what_a_server_lacks_is_named(prosody: Prosody) -> None:
    """Without archive, carbons and upload, each is named with what it means."""
    prosody.stop()
    prosody.configure(modules='"time"', files=False)
    prosody.start()
    found = await look(prosody)
    assert [finding.well for finding in found] == [True, False, False, False]
    assert "(MAM)" in found[1].said and "agents can receive files" in found[3].said


@pytest.mark.needs("prosody")
async def test_why_a_log_in_fails_is_said(prosody: Prosody, tmp_path: Path) -> None:
    """A wrong password, a stranger's certificate and a closed port are told apart."""
    (tmp_path / "other").mkdir()
    certificates(tmp_path / "other", "xmpp.test")
    for changed, words in (
        ({"password": "wrong"}, "does not accept the password"),
        ({"ca_file": str(tmp_path / "other" / "authority.pem")}, "certificate is not valid"),
        (
            {"ca_file": str(tmp_path / "other" / "authority.pem"), "port": prosody.tls, "direct_tls": True},
            "certificate",
        ),
        ({"port": free_port()}, "cannot be reached"),
        ({"ca_file": str(tmp_path / "none.pem")}, "cannot be read"),
    ):
        (finding,) = await look(prosody, **changed)
        assert not finding.well and words in finding.said, (changed, finding)
        assert "secret" not in finding.said


@pytest.mark.needs("prosody")
async def test_a_server_without_encryption_is_left_unsaid(tmp_path: Path) -> None:
    """A server, or somebody before it, that offers no TLS hears no user name and no password."""
    server = Prosody(tmp_path / "p", modules='"carbons"', encryption=False)
    server.configure(modules='"carbons"', encryption=False)
    server.register("help")
    text = (tmp_path / "p" / "prosody.cfg.lua").read_text().replace('"tls",', "")
    (tmp_path / "p" / "prosody.cfg.lua").write_text(text)
    server.start()
    try:
        (finding,) = await look(server)
        assert not finding.well and "offers no encryption" in finding.said
        assert "Authenticated" not in (tmp_path / "p" / "prosody.log").read_text()
    finally:
        server.stop()


@pytest.mark.parametrize(
    "changed",
    [{"address": "help"}, {"address": "help@x/phone"}, {"address": "@x"}, {"address": " help@x"}, {"password": ""}],
)
def test_a_wrong_setting_is_refused(changed: dict[str, str]) -> None:
    """An address that is none, and an empty password, are refused as they are read; the password is not shown."""
    with pytest.raises(Invalid):
        XmppAccount(**{"address": "help@example.ee", "password": "p", **changed})  # type: ignore[arg-type]
    assert "hush" not in repr(XmppAccount(address="help@example.ee", password="hush"))
