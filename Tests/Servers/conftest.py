"""Which servers are tried."""


def pytest_addoption(parser):
    parser.addoption("--server", action="append", help="a folder of .run/servers, in place of redis-8 and valkey-9")


def pytest_generate_tests(metafunc):
    if "server" in metafunc.fixturenames:
        metafunc.parametrize("server", metafunc.config.getoption("server") or ["redis-8", "valkey-9"])
