"""The page about the live sockets is written by hand: it names every wish of the desk and tells the frames about breathers as they are, and the client's types do too."""

import json
import re
from pathlib import Path

from hoolin.cases.api import Desk
from hoolin.server.live.resting import breather_frame
from hoolin.server.live.wishes import WISHES

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs/reference/live.md").read_text()
CONTRACT = (ROOT / "web/packages/client/src/contract.ts").read_text()


def unnamed(page: str, contract: str) -> list[str]:
    """The wishes that the page or the client's types do not have."""
    (said,) = [line for line in page.splitlines() if line.startswith("Commands an agent may give")]
    return [name for name in WISHES if f"`{name} {{" not in said or f"'{name}'" not in contract]


def test_every_wish_of_the_desk_is_on_the_page_and_in_the_client() -> None:
    """One that is missing on either is found."""
    assert unnamed(PAGE, CONTRACT) == []
    assert unnamed(PAGE.replace("`wish_breather {", "`wish {"), CONTRACT) == ["wish_breather"]
    assert unnamed(PAGE, CONTRACT.replace("'end_breather'", "'end'")) == ["end_breather"]


def test_the_frame_about_breathers_is_told_as_it_is() -> None:
    """Its fields, in the page's example and in the client's type."""
    sent = json.loads(breather_frame(Desk(), None))
    (example,) = re.findall(r'^`(\{"type":"breather".*?\})` \|', PAGE, re.MULTILINE)
    assert set(json.loads(example)) == set(sent)
    (typed,) = re.findall(r"interface BreatherFrame \{(.*?)\n\}", CONTRACT, re.DOTALL)
    assert set(re.findall(r"(\w+):", typed)) == set(sent)


def test_why_a_wish_for_a_breather_is_refused_is_told() -> None:
    """With every code that its decision has."""
    decided = (ROOT / "src/hoolin/core/interaction/breather.py").read_text()
    (wish,) = re.findall(r"def wish_breather\(.*?(?=\ndef )", decided, re.DOTALL)
    codes = re.findall(r'Conflict\("(\w+)"', wish)
    assert len(codes) == 3 and [code for code in codes if f"`{code}`" not in PAGE] == []
