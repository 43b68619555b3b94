"""What the tests share."""

import concurrent.futures
import subprocess

import pytest

from proxies import PROXIES
from trial import Trial

# How many proxies are tried at once: mostly they wait.
SIDE_BY_SIDE = 7


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="what takes minutes, too")
    parser.addoption("--save", action="store_true", help="keep what was seen, and render the tables")


def pytest_collection_modifyitems(config, items):
    """Leaves out what only a long run tries."""
    if config.getoption("--long"):
        return
    left_out = [item for item in items if item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate of our own making, with its key in one file."""
    folder = tmp_path_factory.mktemp("certificate")
    key, whole = folder / "key.pem", folder / "chat.example.org.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                    "-subj", "/CN=chat.example.org", "-addext", "subjectAltName=DNS:chat.example.org",
                    "-keyout", str(key), "-out", str(whole)], check=True, capture_output=True)  # fmt: skip
    whole.write_text(whole.read_text() + key.read_text())
    return whole


@pytest.fixture(scope="session")
def trials(request, tmp_path_factory, certificate):
    """All trials that the chosen tests need, which run side by side: {(proxy's name, kind): future Trial}."""
    wanted = dict.fromkeys(item.callspec.params["case"] for item in request.session.items if "case" in getattr(item, "callspec", Empty).params)
    folder, is_long = tmp_path_factory.mktemp("trials"), request.config.getoption("--long")
    proxies = {(proxy.name, kind): proxy for proxy in PROXIES for kind in proxy.kinds}
    with concurrent.futures.ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        yield {
            (name, kind): pool.submit(Trial(proxies[name, kind], kind, folder / f"{name}-{kind}", certificate, is_long).run)
            for name, kind in wanted
        }


class Empty:
    params = ()
