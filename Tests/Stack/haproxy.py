"""HAProxy with a configuration of a test's own."""

import signal

from process import Process


class HAProxy(Process):
    """One that listens on a port; use it in a `with`.

    - configuration: a file.
    """

    # In order, so that it says in its log what became of the connections.
    ends_by = signal.SIGTERM

    def __init__(self, configuration, port, log, **options):
        super().__init__(["haproxy", "-db", "-f", configuration], log, port=port, **options)
