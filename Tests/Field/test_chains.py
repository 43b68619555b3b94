"""Two proxies in a row: one of other people's with TLS, before the balancer that `infra/up` runs."""

import dataclasses

import pytest

from deeds import DEEDS
from instances import Instances
from proxies import PROXIES
from proxy import RunningProxy
from guest import Front, Guest
from waiting import wait_for

OUTER = [proxy for proxy in PROXIES if proxy.name != "HAProxy"]
BALANCER = next(proxy for proxy in PROXIES if proxy.name == "HAProxy" and "recommended" in proxy.kinds)


@pytest.fixture
def balancer():
    """HAProxy as this project configures it, told that a proxy on this machine stands before it."""
    return dataclasses.replace(BALANCER, commands=[f"env BALANCER_TRUSTED_PROXIES=127.0.0.1 {command}" for command in BALANCER.commands])


@pytest.mark.long
@pytest.mark.parametrize("outer", OUTER, ids=str)
def test_a_proxy_before_the_balancer(outer, balancer, tmp_path, certificate):
    folders = [tmp_path / name for name in ("instances", "inner", "outer")]
    for folder in folders:
        folder.mkdir()
    with (
        Instances(folders[0]) as instances,
        RunningProxy(balancer, "recommended", folders[1], instances.ports, certificate) as inner,
        RunningProxy(outer, "recommended", folders[2], [inner.plain] * 2, certificate) as running,
    ):
        for front in (Front(running.plain, False), Front(running.tls, True)):
            wait_for(Guest(front).passes, 60, "the way through both")
            deeds = {what: deed for what, deed in DEEDS.items() if not what.startswith("long-poll")}
            assert {what: deed(front) for what, deed in deeds.items()} == dict.fromkeys(deeds, "yes"), front.origin
