"""What a methodologist types: `areopag process …`, and the pictures the server draws."""

from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from app.cli import app
from workflows import processes

LIBRARY = Path(processes.__file__).parent
FIRST = LIBRARY / "public-professional-evaluation.1.yaml"


def typed(*words: str) -> tuple[int, str]:
    """The exit code and everything that was printed."""
    result = CliRunner().invoke(app, ["process", *words])
    return result.exit_code, result.output


def test_check_names_line_and_column_and_fails_on_errors_only(tmp_path: Path) -> None:
    code, said = typed("check", str(FIRST))
    assert code == 0
    assert f"{FIRST}:22:5: warning:" in said
    assert typed("check", "--strict", str(FIRST))[0] == 1
    broken = tmp_path / "broken.yaml"
    broken.write_text(FIRST.read_text(encoding="utf-8").replace("until: review", "until: reviw"), encoding="utf-8")
    code, said = typed("check", "--language", "ru", str(broken))
    assert code == 1
    assert f"{broken}:91:80: ошибка: Нет такого срока: «reviw». Есть: review," in said
    assert typed("check", str(tmp_path / "absent.yaml"))[0] == 2


def test_a_diagram_is_drawn_of_a_file_or_of_the_library() -> None:
    code, drawn = typed("diagram", str(FIRST), "--format", "svg", "--language", "ru")
    assert code == 0
    assert drawn.startswith("<svg ")
    assert typed("diagram", "public-professional-evaluation.1", "--format", "svg", "--language", "ru")[1] == drawn
    assert typed("diagram", "public-professional-evaluation.1")[1].startswith("stateDiagram-v2\n")
    assert typed("diagram", "no-such-process")[0] == 2


def test_simulate_walks_to_every_end_or_along_the_steps_given() -> None:
    which = ("public-professional-evaluation.1", "--begin", "2026-09-01", "--zone", "Asia/Krasnoyarsk")
    code, said = typed("simulate", *which)
    assert code == 0
    assert "Published [published]" in said
    assert "submission 2026-10-01 23:59 +07" in said
    code, said = typed("simulate", *which, "--steps", "submit,return_for_completion")
    assert code == 0
    assert "2. Return for completion (secretary) → Self-evaluation [preparation]" in said
    assert "closes: submission" in said
    code, said = typed("simulate", *which, "--steps", "submit,publish")
    assert code == 1
    assert "publish cannot be taken from screening; possible:" in said
    assert typed("simulate", *which[:3], "--zone", "Nowhere")[0] == 2


def test_diff_tells_what_changed(tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(FIRST.read_text(encoding="utf-8").replace("size: 3", "size: 5"), encoding="utf-8")
    assert typed("diff", str(FIRST), str(FIRST)) == (0, "No differences.\n")
    code, said = typed("diff", str(FIRST), str(other))
    assert (code, said) == (1, '~ panel {"size": 3} → {"size": 5}\n')


async def test_the_server_draws_every_process_for_everybody(client: httpx.AsyncClient) -> None:
    for code, version in processes.definitions():
        drawn = await client.get(f"/processes/{code}.{version}.svg", params={"language": "en"})
        assert (drawn.status_code, drawn.headers["content-type"]) == (200, "image/svg+xml")
        assert "script" not in drawn.headers["content-security-policy"]
        text = await client.get(f"/processes/{code}.{version}.mmd")
        assert text.text.startswith("stateDiagram-v2\n")


@pytest.mark.parametrize(
    "address",
    [
        "/processes/no-such.1.svg",
        "/processes/public-professional-evaluation.01.svg",
        "/processes/public-professional-evaluation.1.png",
        "/processes/public-professional-evaluation.1.svg?here=nowhere",
        "/processes/public-professional-evaluation.1.svg?language=de",
        "/processes/public-professional-evaluation.1.svg?readers=spies",
    ],
)
async def test_what_cannot_be_drawn_is_not_there(client: httpx.AsyncClient, address: str) -> None:
    assert (await client.get(address)).status_code == 404
