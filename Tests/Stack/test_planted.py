"""The bugs that are planted to test the fault runs have their places in today's sources, so that they can be planted."""

import sys

import pytest

from programs import PROJECT

sys.path.append(str(PROJECT / "Tests" / "Planted"))
import delivery  # noqa: E402
import planting  # noqa: E402


@pytest.mark.parametrize("bug", delivery.BUGS, ids=lambda bug: bug.name)
def test_a_bug_can_be_planted(bug):
    sound = (PROJECT / bug.file).read_text()
    assert bug.planted_in(sound) != sound


def test_the_copy_is_what_the_sources_are_now(tmp_path):
    moved = tmp_path / "haproxy" / "moved" / "since.cfg"
    moved.parent.mkdir(parents=True)
    moved.write_text("what was here before")
    planting.copy_sources(tmp_path, "haproxy")
    copied = {file.name: file.read_bytes() for file in (tmp_path / "haproxy").rglob("*") if file.is_file()}
    assert copied == {file.name: file.read_bytes() for file in (PROJECT / "haproxy").rglob("*") if file.is_file()}
