"""`hoolin config` writes a site into a file and takes it back: told first, then all at once."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hoolin.cli.config import app
from hoolin.core.errors import Conflict, Invalid, NotFound
from hoolin.wiring import HoolinSettings, build


def invoke(*arguments: object) -> Result:
    """The verb with these arguments; what it refuses is raised."""
    said = CliRunner().invoke(app, [str(one) for one in arguments])
    if isinstance(said.exception, Exception):
        raise said.exception
    return said


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that does not run."""
    built = build(HoolinSettings(data=str(tmp_path / "site")))
    built.close()
    built.accounts.close()
    return tmp_path / "site"


def test_out_and_in_again(site: Path, tmp_path: Path) -> None:
    """An export changes nothing; a change is told before it is made, and is there in the next export; its actor is in the journal."""
    file = tmp_path / "hoolin.yaml"
    invoke("export", file, "--data", site)
    assert "Nothing would change." in invoke("apply", file, "--dry-run", "--data", site).output
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("queues: {}", "queues:\n  service:\n    target_ms: 20000\n"), encoding="utf-8")
    told = json.loads(invoke("apply", file, "--dry-run", "--json", "--data", site).stdout)
    assert (told["said"], told["dry_run"]) == (["queue service: new"], True)
    assert invoke("export", "--data", site).stdout == text
    assert invoke("apply", file, "--data", site).stdout == "queue service: new\n"
    assert "target_ms: 20000" in invoke("export", "--data", site).stdout
    built = build(HoolinSettings(data=str(site)))
    try:
        entries = built.stores.journal.read(0, 100)
        assert [(type(one.fact).__name__, one.actor) for one in entries] == [("QueueSet", "system")]
    finally:
        built.close()
        built.accounts.close()


def test_what_is_wrong_is_told_by_its_line(site: Path, tmp_path: Path) -> None:
    """Status 1, and nothing done."""
    file = tmp_path / "wrong.yaml"
    file.write_text("hoolin: 1\nqueues:\n  service:\n    target: 1\n", encoding="utf-8")
    said = invoke("apply", file, "--data", site)
    assert said.exit_code == 1
    assert f"{file}:4  queues.service.target: There is no field target. Allowed: skills, target_ms" in said.output
    with pytest.raises(Invalid):
        invoke("apply", tmp_path / "missing.yaml", "--data", site)
    with pytest.raises(NotFound):
        invoke("export", "--data", tmp_path / "nowhere")


def test_beside_a_site_that_serves_it_is_only_told(site: Path, tmp_path: Path) -> None:
    """Export and dry run read a copy; applying is refused and says where to go instead."""
    file = tmp_path / "hoolin.yaml"
    file.write_text("hoolin: 1\nsite: {default_queue: bills}\n", encoding="utf-8")
    built = build(HoolinSettings(data=str(site)))
    try:
        assert "default_queue: service" in invoke("export", "--data", site).stdout
        assert "site: default_queue service → bills" in invoke("apply", file, "--dry-run", "--data", site).output
        with pytest.raises(Conflict) as caught:
            invoke("apply", file, "--data", site)
        assert caught.value.code == "site_is_serving"
    finally:
        built.close()
        built.accounts.close()
