"""Files, functions, constructors, ports and components stay within their budgets; the exceptions only shrink."""

import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.architecture import budgets

ROOT = Path(__file__).resolve().parents[2]
LIST = "tests/architecture/exceptions.toml"
EXCEPTIONS: dict[str, dict[str, int]] = tomllib.loads((ROOT / LIST).read_text())
FOLDERS = ("src", "tests", "bench", "scripts")


def excepted(kind: str, folder: str) -> dict[str, int]:
    """The exceptions of one kind that lie in a folder."""
    return {name: size for name, size in EXCEPTIONS.get(kind, {}).items() if name.startswith(folder + "/")}


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_file_or_function_is_too_long(folder: str) -> None:
    """No Python file is over 700 lines and no function over 70, in the product, its tests, benches and scripts."""
    sizes = budgets.measure(ROOT, folder)
    assert not budgets.over(sizes.files, budgets.FILE_LINES_MAX, excepted("files", folder))
    assert not budgets.over(sizes.functions, budgets.FUNCTION_LINES_MAX, excepted("functions", folder))


def test_most_files_and_functions_are_short() -> None:
    """Half of the product's files have at most 200 lines, nine in ten at most 500; nine in ten functions at most 40."""
    sizes = budgets.measure(ROOT, "src")
    assert len(sizes.files) > 0
    assert budgets.median(sizes.files) <= budgets.FILE_LINES_MEDIAN
    assert budgets.percentile(sizes.files, 0.9) <= budgets.FILE_LINES_P90
    assert budgets.percentile(sizes.functions, 0.9) <= budgets.FUNCTION_LINES_P90


def test_constructors_and_ports_are_small() -> None:
    """Nothing in the product is built from more than six arguments, and no port asks for more than five methods."""
    sizes = budgets.measure(ROOT, "src")
    assert not budgets.over(sizes.constructors, budgets.CONSTRUCTOR_ARGUMENTS_MAX, EXCEPTIONS.get("constructors", {}))
    assert not budgets.over(sizes.protocols, budgets.PROTOCOL_METHODS_MAX, EXCEPTIONS.get("protocols", {}))


def test_components_are_small() -> None:
    """Half of the Svelte components have at most 60 lines, none over 300; no TypeScript file is over 700."""
    svelte, script = budgets.measure_web(ROOT)
    assert budgets.median(svelte) <= budgets.SVELTE_LINES_MEDIAN
    assert not budgets.over(svelte, budgets.SVELTE_LINES_MAX, EXCEPTIONS.get("svelte", {}))
    assert not budgets.over(script, budgets.FILE_LINES_MAX, excepted("files", "web"))


def earlier_lists() -> list[dict[str, dict[str, int]]]:
    """Every committed version of the list of exceptions; none where this is no git clone."""
    log = git("log", "--format=%H", "--", LIST)
    return [tomllib.loads(git("show", f"{commit}:{LIST}")) for commit in log.split() if git("ls-tree", commit, LIST)]


def git(*arguments: str) -> str:
    """What git prints, or nothing where it cannot answer."""
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    return done.stdout if done.returncode == 0 else ""


def test_the_list_of_exceptions_only_shrinks() -> None:
    """No version of the list that was ever committed was shorter, or stricter, than today's."""
    for before in earlier_lists():
        assert not budgets.grown(EXCEPTIONS, before)


def plant(root: Path, text: str, file: str = "src/room/planted.py") -> Path:
    """Write one file under a planted root."""
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    (root / file).write_text(text)
    return root


def test_a_long_file_and_function_are_caught(tmp_path: Path) -> None:
    """A file of 701 lines and a method of 71 are found by name; 700 and 70 pass."""
    body = "class A:\n    def f(self):\n" + "        x = 1\n" * 70
    sizes = budgets.measure(plant(tmp_path, body + "# end\n" * (701 - 72)), "src")
    assert budgets.over(sizes.files, 700, {}) == ["src/room/planted.py: 701, allowed 700"]
    assert budgets.over(sizes.functions, 70, {}) == ["src/room/planted.py:A.f: 71, allowed 70"]
    assert budgets.over(sizes.files, 701, {}) == budgets.over(sizes.functions, 71, {}) == []


@pytest.mark.parametrize(
    "text",
    [
        "class A:\n    def __init__(self, a, b, c, d, *, e, f, g): ...\n",
        "class A:\n    def __init__(self, a, b, c, d, e, *f, **g): ...\n",
        "@dataclass\nclass A:\n" + "".join(f"    {name}: int\n" for name in "abcdefg"),
        "@dataclasses.dataclass(slots=True)\nclass A:\n" + "".join(f"    {name}: int\n" for name in "abcdefg"),
    ],
    ids=["keywords", "stars", "dataclass", "dataclass with settings"],
)
def test_a_large_constructor_is_caught(text: str, tmp_path: Path) -> None:
    """Seven arguments are found in each way of writing them."""
    sizes = budgets.measure(plant(tmp_path, text), "src")
    assert budgets.over(sizes.constructors, 6, {}) == ["src/room/planted.py:A: 7, allowed 6"]


def test_a_value_may_have_many_fields(tmp_path: Path) -> None:
    """A frozen dataclass is a value, not something built from parts; fields with defaults are no arguments."""
    fields = "".join(f"    {name}: int\n" for name in "abcdefg")
    text = f"@dataclass(frozen=True)\nclass A:\n{fields}@dataclass\nclass B:\n    a: int\n    b: int = 1\n"
    assert budgets.measure(plant(tmp_path, text), "src").constructors == {"src/room/planted.py:B": 1}


def test_a_wide_port_is_caught(tmp_path: Path) -> None:
    """A Protocol with six methods is found, generic or not."""
    methods = "".join(f"    def {name}(self): ...\n" for name in "abcdef")
    sizes = budgets.measure(plant(tmp_path, f"class P(Protocol[T]):\n{methods}class Q:\n{methods}"), "src")
    assert budgets.over(sizes.protocols, 5, {}) == ["src/room/planted.py:P: 6, allowed 5"]


def test_a_long_component_is_caught(tmp_path: Path) -> None:
    """Components and scripts under web/ are measured; what npm brought is not."""
    plant(tmp_path, "<p/>\n" * 301, "web/desk/src/Big.svelte")
    plant(tmp_path, "x\n" * 701, "web/client/src/big.ts")
    plant(tmp_path, "x\n" * 9000, "web/node_modules/other/index.ts")
    svelte, script = budgets.measure_web(tmp_path)
    assert budgets.over(svelte, 300, {}) == ["web/desk/src/Big.svelte: 301, allowed 300"]
    assert budgets.over(script, 700, {}) == ["web/client/src/big.ts: 701, allowed 700"]


def test_the_ratchet_turns_one_way() -> None:
    """An exception must be exact, must be needed, and can be neither added nor raised later."""
    assert budgets.over({"a": 720}, 700, {"a": 720}) == []
    assert "has shrunk to 710" in budgets.over({"a": 710}, 700, {"a": 720})[0]
    assert "needs no exception" in budgets.over({"a": 690}, 700, {"a": 720})[0]
    assert "needs no exception" in budgets.over({}, 700, {"gone": 720})[0]
    assert budgets.grown({"files": {"a": 720}}, {"files": {"a": 730}}) == []
    assert len(budgets.grown({"files": {"a": 720, "b": 701}}, {"files": {"a": 710}})) == 2


@pytest.mark.parametrize(("share", "size"), [(0.5, 5), (0.9, 9), (0.91, 10), (1.0, 10)])
def test_the_percentile_is_the_nearest_rank(share: float, size: int) -> None:
    """Of the sizes 1 to 10, nine tenths do not exceed 9."""
    assert budgets.percentile({str(n): n for n in range(1, 11)}, share) == size
