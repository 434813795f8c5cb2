"""Writes docs/reference/openapi.json, the OpenAPI description of the whole product: `python scripts/openapi.py`."""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "openapi.json"


def described() -> str:
    """The description as it is committed: readable, and with a stable order."""
    from hoolin.wiring import HoolinSettings, build, web

    built = build(HoolinSettings(data=""))
    told = json.loads(web(built).state.description)
    built.close()
    built.accounts.close()
    return json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    PAGE.write_text(described(), encoding="utf-8")
