"""What the instances' settings make of the shortest configurations of other people's proxies."""

import contextlib

import pytest

from deeds import address, cookie, sign_in, web_socket
from guest import HOST, Front, Guest
from instances import Instances
from proxies import PROXIES
from proxy import RunningProxy
from situations import fill
from waiting import wait_for

SHORTEST = [proxy for proxy in PROXIES if "shortest" in proxy.kinds]
# Those by which nobody can sign in with TLS, as they hand on another host or scheme than the page's.
REFUSING = [proxy for proxy in SHORTEST if proxy.name in ("nginx", "Apache", "HAProxy")]
# Those that take seconds to start.
SLOW = ("Traefik", "Varnish")
NGINX = next(proxy for proxy in PROXIES if proxy.name == "nginx")


@contextlib.contextmanager
def served(proxy, kind, folder, certificate, **settings):
    """Instances with these settings, and where the proxy before them listens with TLS."""
    with Instances(folder, **settings) as instances, RunningProxy(proxy, kind, folder, instances.ports, certificate) as running:
        front = Front(running.tls, True)
        wait_for(Guest(front).passes, 120, running.log)
        yield front


@pytest.mark.parametrize("proxy", REFUSING, ids=str)
def test_allowed_origins_let_people_in_and_their_cookies_are_for_tls(proxy, tmp_path, certificate):
    with served(proxy, "shortest", tmp_path, certificate, origins=f"https://{HOST}") as front:
        assert [deed(front) for deed in (sign_in, cookie, web_socket)] == ["yes"] * 3


@pytest.mark.parametrize("networks, seen, status", [("127.0.0.0/8", "yes", "yes"), ("10.0.0.0/8", "the proxy's", "403")])
def test_only_trusted_networks_say_who_comes_and_how(networks, seen, status, tmp_path, certificate):
    with served(NGINX, "recommended", tmp_path, certificate, trusted_proxies=networks) as front:
        assert (address(front), sign_in(front)) == (seen, status)


@pytest.mark.parametrize("proxy", [pytest.param(proxy, marks=[pytest.mark.long] * (proxy.name in SLOW or proxy.is_long)) for proxy in SHORTEST], ids=str)
def test_a_full_server_is_told_as_503(proxy, tmp_path, certificate):
    with contextlib.ExitStack() as stack:
        instances = stack.enter_context(Instances(tmp_path, max_connections=4))
        for instance in instances.all:
            fill(stack, instance)
        running = stack.enter_context(RunningProxy(proxy, "shortest", tmp_path, instances.ports, certificate))
        guest = Guest(Front(running.tls, True))
        # Before it has read its routes, Traefik says 404.
        wait_for(lambda: guest.status("/") in ("500", "502", "503"), 120, running.log)
        assert (guest.status("/"), guest.converse()) == ("503", 503), running.log()
