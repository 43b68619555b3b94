"""Other people's proxies before instances: as infra/proxies recommends them, and as their own documentation shows them."""

import pytest

import table
from proxies import PROXIES

CASES = [(proxy.name, kind) for proxy in PROXIES for kind in proxy.kinds]
LONG = {proxy.name for proxy in PROXIES if proxy.is_long}
LIMITS = {proxy.name: dict(proxy.limits) for proxy in PROXIES if "recommended" in proxy.kinds}
RECOMMENDED, SHORTEST = ([case for case in CASES if case[1] == kind] for kind in ("recommended", "shortest"))

# What is right, whatever the proxy; a configuration's `limits` say what it can't do.
RIGHT = {"reload": "all kept, no request failed", "drain": "all moved, no request failed"}


def params(cases):
    return [pytest.param(case, marks=[pytest.mark.long] * (case[0] in LONG)) for case in cases]


@pytest.fixture
def trial(case, trials, request):
    trial = trials[case].result(1500)
    if request.config.getoption("--save"):
        table.keep("proxies", ", ".join(case), trial.outcomes)
    return trial


@pytest.mark.parametrize("case", params(RECOMMENDED), ids=lambda case: case[0])
def test_what_is_recommended_does_everything(case, trial):
    for front in ("plain", "TLS"):
        assert {deed: outcome for deed, outcome in trial.outcomes[front].items() if outcome != "yes"} == {}, front
    for deed, right in RIGHT.items():
        assert trial.outcomes["both"][deed] in (right, *LIMITS[case[0]].get(deed, ())), (deed, trial.notes)
    assert trial.outcomes["both"]["drain notice"] == "all asked to move"
    assert trial.outcomes["both"]["outage of 5 s"].endswith("back at once")


@pytest.mark.parametrize("case", params(SHORTEST), ids=lambda case: case[0])
def test_what_the_shortest_does_is_what_the_table_says(case, trial):
    kept = table.saved()["proxies"][", ".join(case)]
    for front in ("plain", "TLS"):
        # What only a long run tries may not have been kept yet.
        assert trial.outcomes[front] == {deed: kept[front].get(deed, outcome) for deed, outcome in trial.outcomes[front].items()}, front
    # Whoever has a WebSocket hears of a drain, and in time; whether there is a place to go to differs from run to run.
    assert trial.outcomes["both"]["drain notice"] == kept["both"]["drain notice"]


def refusing(case):
    """Where a configuration tells another host or scheme than the page's, so that nobody can sign in."""
    kept = table.saved()["proxies"].get(", ".join(case), {})
    return [front for front in ("plain", "TLS") if kept.get(front, {}).get("sign-in") == "403"]


@pytest.mark.parametrize("case", params(filter(refusing, SHORTEST)), ids=lambda case: case[0])
def test_the_log_says_which_origin_was_refused(case, trial):
    for front in refusing(case):
        assert trial.outcomes[front]["sign-in"] == "403" and trial.fronts[front].origin in trial.log, front
