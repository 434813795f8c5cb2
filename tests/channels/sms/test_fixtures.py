"""PDUs that foreign protocol code wrote mean what their files say; each can fail."""

import json
from pathlib import Path

import pytest

from hoolin.channels.sms import gateway as module
from hoolin.channels.sms.gateway import SmsGateway
from hoolin.channels.written import Heard, Passed, Raw, Reported, Understood, Waiting
from hoolin.core.errors import Malformed
from tests.channels.sms.stand import House, account

FOLDER = Path(module.__file__).parent / "fixtures"
FILES = sorted(file for file in FOLDER.glob("*__*.json"))


def told(found: Understood) -> dict[str, object]:
    """A meaning as the files write it."""
    match found:
        case Heard():
            return {"heard": found.text, "sender": found.sender.value}
        case Reported():
            return {"reported": found.state, "reference": found.reference, "code": found.code}
        case Waiting():
            return {"waiting": True}
        case Passed():
            return {"passed": found.why}
    raise AssertionError(found)


SAID = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in FILES}


@pytest.mark.parametrize("name", SAID)
async def test_the_fixture_means(name: str) -> None:
    """A PDU as it came, and what is understood."""
    said = dict(SAID[name])
    house = House()
    gateway = SmsGateway(house.surroundings(), {"main": account(1, country="372")})
    raw = Raw(account="main", key="k", body=bytes.fromhex(said.pop("pdu")), at=house.now())
    if said == {"malformed": True}:
        with pytest.raises(Malformed):
            await gateway.understand(raw)
        return
    (found,) = await gateway.understand(raw)
    assert told(found) == said
    assert await gateway.understand(raw) == (found,), "asked again, it answers the same"


def test_there_are_fixtures() -> None:
    """The folder was found."""
    assert len(FILES) >= 20
