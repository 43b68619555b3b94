"""For each alert the series that make it fire, beside a fleet that is calm otherwise. One sample is 15 seconds."""

import dataclasses

from calm import INSTANCES, SAMPLES, constant, growing, rows, series

FIRST = INSTANCES[0]
BALANCER, PAGE = ("l:8381", "tchatter-balancer"), ("https://chat.example.org/", "tchatter-page")
CHAT = {"fleet": "chat"}


@dataclasses.dataclass(frozen=True)
class Trouble:
    alert: str
    # {series: values} instead of the calm ones; None: the series is not there.
    changes: dict
    # Whom the alert names.
    labels: dict
    # Minutes at which it fires, and at which it does not yet; the trouble begins at 10 unless told otherwise.
    fires: float
    silent: float = 10


def at_ten(before, after, step=0):
    """Ten minutes as before, then something else, which goes on in steps."""
    return f"{before}+0x39 {after}+{step}x{SAMPLES - 41}"


def counting(*minutes, until):
    """One more at each of these minutes."""
    return " ".join(str(sum(minute * 4 <= sample for minute in minutes)) for sample in range(until * 4))


def on_all(name, values, **labels):
    return {series(name, instance, **labels): values for instance in INSTANCES}


def on_first(name, values, **labels):
    return {series(name, FIRST, **labels): values}


def of(instance, job):
    return CHAT | {"instance": instance, "job": job}


ONE = of(FIRST, "tchatter")

# When a file is tried that can't be written, until that is mended.
TRIES = (10, 10.5, 11.25, 12.75, 15.5, 21, 32, 53, 96, 156, 216, 276)
FILES_FAILING = on_first("tchatter_store_files_failed_total", counting(*TRIES, until=500))

TROUBLES = (
    # -- delivery
    Trouble("NotDelivering", on_first("tchatter_store_delivering", at_ten(1, 0)), ONE, 10.75, 10.25),
    Trouble("DeliverySlow", on_first("tchatter_delivery_probe_seconds", at_ten(0.002, 0.4)), ONE, 15.5, 14.5),
    Trouble("ResyncingOften", on_all("tchatter_resyncs_total", at_ten(0, 20, 20)), CHAT, 20),
    Trouble("ResyncsFailing", on_first("tchatter_resyncs_failed_total", at_ten(0, 1, 1)), ONE, 26, 14),
    # -- Redis
    Trouble("StoreRefusing", on_all("tchatter_store_refusing", at_ten(0, 1)), CHAT, 10.75, 10.25),
    Trouble("StoreFillsSoon", on_all("tchatter_store_bytes", growing(600_000, 260_000_000)), CHAT, 30, 5),
    Trouble("StoreNearlyFull", on_all("tchatter_store_bytes", at_ten(120_000_000, 440_000_000)), CHAT, 15.5, 14.5),
    Trouble("StoreUnlimited", on_all("tchatter_store_limit_bytes", f"536870912+0x39 _x{SAMPLES}"), CHAT, 31, 24),
    Trouble("StoreForgot", on_first("tchatter_messages_restored_total", at_ten(0, 12)), CHAT, 10.5, 9.75),
    Trouble("DeletedStaysOnDisk", FILES_FAILING, CHAT, 102, 98),
    # For as long as it lasts, with a try an hour, and not for long after that.
    Trouble("DeletedStaysOnDisk", FILES_FAILING, CHAT, 335, 352),
    # -- instances
    Trouble("NoInstance", on_all("up", at_ten(1, 0)), CHAT, 10.75, 10.25),
    Trouble("NoInstance", on_all("up", None), {"job": "tchatter"}, 1, 0.25),
    Trouble("InstanceDown", on_first("up", at_ten(1, 0)), ONE, 11.25, 10.75),
    Trouble("InstanceRestarting", on_first("tchatter_process_cpu_seconds_total", "0+1x39 " + "0+1x10 " * 19), ONE, 18, 14),
    Trouble("InstanceBusy", on_first("tchatter_process_cpu_seconds_total", growing(14)), ONE, 15, 5),
    Trouble("DrainStuck", on_first("tchatter_draining", at_ten(0, 1)), ONE, 20.5, 19.5),
    Trouble("VersionsMixed", on_first("tchatter_info", constant(1), version="0.4.0"), CHAT, 60, 59.5),
    Trouble("MaintenanceForgotten", on_all("tchatter_maintenance", "1+0x1000"), CHAT, 241, 239),
    # -- clients
    Trouble("OutboxesFull", on_first("tchatter_websockets_closed_total", at_ten(0, 100, 100), code="4008"), CHAT, 14),
    Trouble("ConnectionsTurnedAway", on_first("tchatter_http_refused_total", at_ten(0, 5, 5)), ONE, 11.75, 10.5),
    Trouble("ServerErrors", on_all("tchatter_http_responses_total", at_ten(0, 50, 50), **{"class": "5xx"}), CHAT, 18),
    # -- limits
    Trouble("CodesGuessed", on_first("tchatter_device_codes_not_looked_at_total", at_ten(0, 1)), CHAT, 10.5, 9.5),
    Trouble("LimitsMet", on_first("tchatter_requests_limited_total", at_ten(0, 300, 300), limit="user_bytes"), CHAT | {"limit": "user_bytes"}, 25),
    # -- webhooks
    Trouble("WebhooksRefused", on_first("tchatter_webhooks_refused_total", at_ten(0, 1, 1), reason="no_text"), CHAT | {"reason": "no_text"}, 19),
    # -- HAProxy
    Trouble("BalancerDown", {series("up", *BALANCER): at_ten(1, 0)}, of(*BALANCER), 10.75, 10.25),
    Trouble(
        "NobodyServes", {series("haproxy_backend_active_servers", *BALANCER, proxy="instances"): at_ten(3, 0)},
        of(*BALANCER) | {"proxy": "instances"}, 10.75, 10.25,
    ),
    Trouble(
        "BalancerSeesDown",
        {series("haproxy_server_status", *BALANCER, proxy="instances", server="instance-1", state="DOWN"): at_ten(0, 1)},
        of(*BALANCER) | {"proxy": "instances", "server": "instance-1", "state": "DOWN"}, 12.25, 11.75,
    ),
    Trouble(
        "BalancerNearlyFull", {series("haproxy_frontend_current_sessions", *BALANCER, proxy="public"): at_ten(3000, 17_000)},
        of(*BALANCER) | {"proxy": "public"}, 15.5, 14.5,
    ),
    Trouble(
        "BalancerRefusing", {series("haproxy_frontend_requests_denied_total", *BALANCER, proxy="public"): at_ten(0, 400, 400)},
        of(*BALANCER) | {"proxy": "public"}, 22,
    ),
    Trouble(
        "BodiesTooLarge", {series("haproxy_backend_http_responses_total", *BALANCER, proxy="too-large", code="4xx"): at_ten(0, 1, 1)},
        of(*BALANCER) | {"proxy": "too-large", "code": "4xx"}, 19,
    ),
    # -- from outside
    Trouble("PageUnreachable", {series("probe_success", *PAGE): at_ten(1, 0)}, of(*PAGE), 11.25, 10.75),
    Trouble("CertificateEnding", {series("probe_ssl_earliest_cert_expiry", *PAGE): constant(13 * 86400)}, of(*PAGE), 10.5, 9.5),
    Trouble("CertificateEndsNow", {series("probe_ssl_earliest_cert_expiry", *PAGE): constant(86400)}, of(*PAGE), 10.5, 9.5),
)  # fmt: skip


def series_in(trouble):
    """{series: values} of the fleet with its trouble."""
    changed = rows() | trouble.changes
    return {name: values for name, values in changed.items() if values is not None}
