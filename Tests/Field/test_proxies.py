"""Other people's proxies before instances: as infra/proxies recommends them, and as their own documentation shows them."""

import pytest

from proxies import PROXIES

CASES = [(proxy.name, kind) for proxy in PROXIES for kind in proxy.kinds]


@pytest.fixture
def trial(case, trials):
    return trials[case].result(600)


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_try(trial):
    import json
    print(trial.notes, json.dumps(trial.outcomes, indent=1, ensure_ascii=False))
