"""Where evidence is kept and scanned, as an operator writes it."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from app.guards import content_security_policy
from app.places import EvidencePlace, Scanner, evidence_place, scanner
from app.settings import Settings, SettingsError, load_settings


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("file:/srv/evidence", EvidencePlace(Path("/srv/evidence"))),
        ("file:///srv/%D0%B4%D0%B5%D0%BB%D0%B0", EvidencePlace(Path("/srv/дела"))),
        ("file:here", EvidencePlace(Path("here"))),
        ("s3://evidence", EvidencePlace(None, "evidence")),
        (
            "s3://evidence?endpoint=http://127.0.0.1:9000&region=eu-1",
            EvidencePlace(None, "evidence", "http://127.0.0.1:9000", "eu-1"),
        ),
    ],
)
def test_a_place_is_read(url: str, place: EvidencePlace) -> None:
    assert evidence_place(url) == place


@pytest.mark.parametrize(
    "url", ["evidence", "file:", "file://host/x", "s3:", "s3://b/key", "s3://b?endpoint=host:1", "s3://b?endpiont=x"]
)
def test_a_place_that_is_none_stops_the_server_at_start(url: str) -> None:
    with pytest.raises(ValidationError, match="write file:FOLDER, or s3://BUCKET"):
        Settings(evidence_url=url)


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("scanner", Scanner(None, "scanner", 3310)),
        ("127.0.0.1:1234", Scanner(None, "127.0.0.1", 1234)),
        ("[::1]:1234", Scanner(None, "::1", 1234)),
        ("unix:/run/clamd.ctl", Scanner(Path("/run/clamd.ctl"))),
    ],
)
def test_a_scanner_is_read(place: str, found: Scanner) -> None:
    assert scanner(place) == found


@pytest.mark.parametrize("place", [":1", "host:0", "host:70000", "/run/clamd.ctl", "host:x"])
def test_a_scanner_that_is_none_stops_the_server_at_start(place: str) -> None:
    with pytest.raises(ValidationError, match="write HOST:PORT"):
        Settings(clamd=place)


def test_without_a_place_evidence_is_in_the_data_folder() -> None:
    assert Settings(data=Path("/srv/areopag")).evidence == EvidencePlace(Path("/srv/areopag/blobs"))


def test_a_setting_of_before_is_not_passed_over_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AREOPAG_BLOBS", "s3")
    with pytest.raises(SettingsError, match="AREOPAG_BLOBS is no longer read: use AREOPAG_EVIDENCE_URL"):
        load_settings()


def test_the_client_may_send_to_the_bucket_and_to_no_other_place() -> None:
    policy = content_security_policy(Settings(evidence_url="s3://evidence?endpoint=https://S3.example:9000/"))
    assert "connect-src 'self' https://s3.example:9000" in policy.split("; ")
    assert "connect-src 'self'" in content_security_policy(Settings()).split("; ")
