"""What requests cost is measured (infra/test-fair --prices): of all types, and told by what they take for each microsecond of their price."""

import sys

from programs import PROJECT

sys.path.append(str(PROJECT / "Tests" / "Fair"))

from prices import Line, types  # noqa: E402
from questions import MEASURED  # noqa: E402


def test_every_type_of_request_is_measured():
    assert set(types()) == {name for names in MEASURED.values() for name in names.split()}


def test_what_is_wrong_with_a_price_is_told():
    lines = {
        "fair": Line("send of 50 characters", 10, redis=600, instance=900, charged=800),
        "low": Line("join", 10, redis=2_000, instance=500, charged=800),
        "high": Line("join", 10, redis=100, instance=100, charged=1_000),
        "free": Line("ping", 10, redis=0, instance=100, charged=0),
        "much work": Line("members", 10, redis=300, instance=5_000, charged=300),
    }
    assert {name: line.verdict for name, line in lines.items()} == {"fair": "", "low": "too low", "high": "too high", "free": "", "much work": ""}
    assert [name for name, line in lines.items() if line.stands_out] == ["much work"]
    assert "much work" in str(lines["much work"]) and str(lines["free"]).rstrip().endswith("-        -")
