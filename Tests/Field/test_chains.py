"""Two proxies in a row: one of other people's with TLS, before the balancer that `infra/up` runs."""

import concurrent.futures
import contextlib
import dataclasses

import pytest

from deeds import DEEDS
from proxies import PROXIES
from proxy import RunningProxy
from test_proxies import LIMITS, RIGHT
from trial import Trial

OUTER = [proxy for proxy in PROXIES if proxy.name != "HAProxy" and "recommended" in proxy.kinds]
BALANCER = next(proxy for proxy in PROXIES if proxy.name == "HAProxy" and "recommended" in proxy.kinds)
# What is tried at once: mostly they wait.
SIDE_BY_SIDE = 3


class RunningRow:
    """The balancer, told that a proxy on this machine stands before it, and that proxy; use it in a `with`."""

    def __init__(self, outer, folder, ports, certificate):
        self.outer, self.folder, self.ports, self.certificate = outer, folder, ports, certificate
        self.stack = contextlib.ExitStack()

    def __enter__(self):
        balancer = dataclasses.replace(BALANCER, commands=[f"env BALANCER_TRUSTED_PROXIES=127.0.0.1 {command}" for command in BALANCER.commands])
        with contextlib.ExitStack() as stack:
            inner = stack.enter_context(self.running(balancer, "inner", self.ports))
            outer = stack.enter_context(self.running(self.outer, "outer", [inner.plain] * 2))
            self.all, self.plain, self.tls, self.stack = (inner, outer), outer.plain, outer.tls, stack.pop_all()
        return self

    def __exit__(self, *_):
        self.stack.close()

    def running(self, proxy, name, ports):
        folder = self.folder / name
        folder.mkdir()
        return RunningProxy(proxy, "recommended", folder, ports, self.certificate)

    def reload(self):
        for running in self.all:
            running.reload()

    def log(self):
        return "\n".join(running.log() for running in self.all)


class RowTrial(Trial):
    """The same with two in a row, whose people come with TLS."""

    front = "TLS"

    def way_to(self, instances):
        return RunningRow(self.proxy, self.folder, instances.ports, self.certificate)


@pytest.fixture(scope="module")
def row_trials(request, tmp_path_factory, certificate):
    """{proxy: future Trial} of the chosen tests, which run side by side."""
    wanted = [item.callspec.params["outer"] for item in request.session.items if item.path == request.path]
    folder = tmp_path_factory.mktemp("rows")
    with concurrent.futures.ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        yield {outer: pool.submit(RowTrial(outer, "recommended", folder / outer.name, certificate).run) for outer in wanted}


@pytest.mark.long
@pytest.mark.parametrize("outer", OUTER, ids=str)
def test_a_proxy_before_the_balancer(outer, row_trials):
    trial = row_trials[outer].result(1500)
    for front in ("plain", "TLS"):
        assert trial.outcomes[front] == dict.fromkeys(DEEDS, "yes"), front
    both = trial.outcomes["both"]
    for deed, right in RIGHT.items():
        assert both[deed] in (right, *LIMITS[outer.name].get(deed, ())), (deed, trial.notes)
    assert both["drain notice"] == "all asked to move"
    assert both["outage of 5 s"].endswith("back at once")
