"""What the how-to shows is so: its flow is read and accepted, and its trap is found as it is told there."""

import re
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from hoolin.cli.flow import app
from hoolin.core.flow.language import AnyNode
from hoolin.core.flow.read import KINDS, read

HOW_TO = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "flow.md"


def example() -> str:
    """The flow of the how-to."""
    found = re.search(r"```yaml\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found.group(1)


def shown(number: int) -> str:
    """What the how-to shows that the check says, the so manieth time."""
    found = re.findall(
        r"```console\n\$ hoolin flow check menu.yaml\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL
    )
    return str(found[number])


def checked(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """Status and words of the check."""
    monkeypatch.setenv("COLUMNS", "400")
    file = folder / "menu.yaml"
    file.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(app, ["check", str(file)])
    return result.exit_code, result.stdout


def words(text: str) -> list[str]:
    """Without layout."""
    return text.split()


def test_the_example_holds_as_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the very figures."""
    status, said = checked(example(), tmp_path, monkeypatch)
    assert status == 0
    assert words(shown(0)) == words(said)[: len(words(shown(0)))]


def test_the_trap_is_told_as_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once `closed` is forgotten at `line`."""
    text = example().replace(
        "  line:\n    do: queue\n    queue: service\n    closed: shut\n", "  line:\n    do: queue\n    queue: service\n"
    )
    assert text != example()
    status, said = checked(text, tmp_path, monkeypatch)
    assert status == 1
    assert words(shown(1)) == words(said)[: len(words(shown(1)))]


def test_what_cannot_be_read_is_said_by_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Node, field, and what to do."""
    status, said = checked(example().replace("then: find", "then: fund"), tmp_path, monkeypatch)
    assert status == 1
    assert words(said)[:3] == ["not", "number", "then:"]


def test_every_kind_of_node_is_in_the_how_to() -> None:
    """And the reader knows each."""
    text = HOW_TO.read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f"`{kind}`" not in text] == []
    assert set(KINDS.values()) == set(AnyNode.__args__)


def test_the_toml_of_the_how_to_can_be_read() -> None:
    """And holds what its text says of it."""
    import tomllib

    import msgspec

    from hoolin.wiring.settings import FlowSettings

    blocks = re.findall(r"```toml\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)
    settings = msgspec.convert(tomllib.loads("\n".join(blocks))["flows"], FlowSettings)
    assert (settings.bounds.seconds, settings.bounds.mishaps) == (20, 4)
    assert set(settings.hooks) == {"orders"}


def test_the_example_is_a_flow_of_its_own_name() -> None:
    """As a file has it."""
    assert read(yaml.safe_load(example()), "menu").name == "menu"
