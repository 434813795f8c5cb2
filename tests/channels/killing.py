"""Killing a process in the middle of its work, again and again, by its own id."""

import asyncio
import os
import sys
from pathlib import Path

KILLS = int(os.environ.get("HOOLIN_KILLS", "3"))
"""How often; more of them find more."""

ROOT = Path(__file__).resolve().parents[2]


async def started(module: str, *arguments: str) -> asyncio.subprocess.Process:
    """A process of that module, once it has said that it is ready."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, cwd=ROOT, stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
    )  # fmt: skip
    assert process.stdout is not None
    async with asyncio.timeout(120):  # a start looks through the whole archive
        line = await process.stdout.readline()
    assert line.strip() == b"ready", line
    return process


async def killed(process: asyncio.subprocess.Process) -> None:
    """End it without a word."""
    if process.returncode is None:
        process.kill()
    await process.wait()
