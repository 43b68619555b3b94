"""Opening the page while the fleet is updated to a release whose page is another one. infra/test-update --loads does it at length."""

import concurrent.futures
import shutil

import pytest

from balancer import Balancer, patient
from loads import Loads
from programs import PROJECT
from waiting import wait_for

LOADS_BETWEEN = 4


@pytest.fixture
def pages(tmp_path):
    """Two pages whose modules do not fit together: one name that they share is another one."""
    first, second = tmp_path / "first", tmp_path / "second"
    shutil.copytree(PROJECT / "Public", first)
    shutil.copytree(PROJECT / "Public", second)
    for module in second.rglob("*.js"):
        module.write_text(module.read_text().replace("systemClock", "clockOfTheSystem"))
    return [first, second]


def serve(fleet, page, between=lambda: None):
    """Has one instance after the other serve a page, with something between them, while there are two pages."""
    for instance in fleet.instances:
        instance.stop()
        instance.set(public=page)
        instance.start()
        between()


@pytest.mark.parametrize("own_fleet", [{"drain_seconds": 2}], indirect=True)
def test_each_load_gets_all_files_of_one_release(browser, room, own_fleet, pages, tmp_path):
    serve(own_fleet, pages[0])
    with Balancer(tmp_path, [instance.port for instance in own_fleet.instances], patient(tmp_path)) as balancer:
        loads = Loads(browser, f"http://127.0.0.1:{balancer.port}/", room, pages)

        def await_loads():
            wait_for(lambda: balancer.count("UP") == 2, 60, balancer.log)
            enough = loads.begun + LOADS_BETWEEN
            wait_for(lambda: loads.begun >= enough, 240)

        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            update = pool.submit(serve, own_fleet, pages[1], await_loads)
            while not update.done():
                loads.load()
        update.result()
        total = loads.finish()
    assert total.wrong == []
    assert total.came_up == total.loads and total.by_worker
