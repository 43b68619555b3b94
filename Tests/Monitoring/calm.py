"""A fleet that is well, as series for promtool: an hour of a working day, with a rolling update in it, a Redis that was
gone for a moment, some slow phones, some mistakes of webhooks, and a scan of the page. One sample is 15 seconds."""

SAMPLES = 240
INSTANCES = ("a:18081", "b:18081", "c:18081")


def series(name, instance=None, job="tchatter", **labels):
    """How promtool writes a series, with the labels that the scrape configuration gives."""
    labels = {"job": job, "fleet": "chat"} | ({"instance": instance} if instance else {}) | labels
    return named(name, labels)


def named(name, labels):
    pairs = ", ".join(f'{label}="{value}"' for label, value in sorted(labels.items()))
    return f"{name}{{{pairs}}}"


def constant(value):
    return f"{value}+0x{SAMPLES}"


def growing(step, begin=0):
    """By so much in each sample."""
    return f"{begin}+{step}x{SAMPLES}"


def of_instance(instance, place):
    """{series: values} of an instance. They are updated one after the other, at the thirtieth minute."""
    update = 120 + place * 4
    until, after = update - 1, SAMPLES - update - 2
    restarted = "{0}+{1}x%d _x1 0+{1}x%d" % (until, after + 1)
    values = {
        "up": f"1+0x{until} 0 1+0x{after + 1}",
        "tchatter_store_delivering": f"1+0x59 0 1+0x{SAMPLES - 61}",
        "tchatter_delivery_probe_seconds": f"0.002+0x59 _x1 0.4 0.002+0x{SAMPLES - 62}",
        "tchatter_store_refusing": constant(0),
        "tchatter_store_bytes": growing(15_000, 120_000_000),
        "tchatter_store_limit_bytes": constant(536_870_912),
        "tchatter_resyncs_total": f"0+0x60 40+0x{SAMPLES - 61}",
        "tchatter_resyncs_failed_total": f"0+0x58 2+0x{SAMPLES - 59}",
        "tchatter_rooms": constant(40),
        "tchatter_messages_restored_total": constant(0),
        # One of them cleans, and three servers were started anew meanwhile, each of which has two files.
        "tchatter_store_files_failed_total": f"0+0x60 0+{1 if place == 0 else 0}x12 {13 if place == 0 else 0}+0x{SAMPLES - 74}",
        "tchatter_process_cpu_seconds_total": restarted.format(0, 4.5),
        "tchatter_draining": f"0+0x{until - 1} 1 _x1 0+0x{after + 1}",
        "tchatter_clients": f"1000+0x{until - 1} 600 _x1 0 1000+0x{after}",
        "tchatter_maintenance": constant(0),
        "tchatter_http_refused_total": constant(0),
        "tchatter_requests_total": restarted.format(0, 900),
        "tchatter_device_codes_not_looked_at_total": constant(0),
    }
    rows = {series(name, instance): value for name, value in values.items()}
    rows[series("tchatter_info", instance, version="0.5.0")] = f"1+0x{until} _x{SAMPLES}"
    rows[series("tchatter_info", instance, version="0.6.0")] = f"_x{update + 1} 1+0x{after + 1}"
    rows[series("tchatter_websockets_closed_total", instance, code="4008")] = growing(0.02)
    rows[series("tchatter_http_responses_total", instance, **{"class": "2xx"})] = growing(300)
    rows[series("tchatter_http_responses_total", instance, **{"class": "5xx"})] = f"0+0x58 30+0x{SAMPLES - 59}"
    rows[series("tchatter_requests_limited_total", instance, limit="connection_messages")] = growing(3)
    rows[series("tchatter_webhooks_refused_total", instance, reason="invalid_payload")] = growing(0.02)
    rows[series("tchatter_webhooks_stored_total", instance)] = growing(5)
    return rows


def of_balancer():
    balancer, rows = "l:8381", {}

    def add(values, name, **labels):
        rows[series(name, balancer, "tchatter-balancer", **labels)] = values

    add(constant(1), "up")
    # Two servers while the third is updated.
    add(f"3+0x118 2+0x12 3+0x{SAMPLES - 132}", "haproxy_backend_active_servers", proxy="instances")
    add(constant(0), "haproxy_backend_active_servers", proxy="sessions")
    add(f"0+0x119 1 0+0x{SAMPLES - 121}", "haproxy_server_status", proxy="instances", server="instance-1", state="DOWN")
    add(constant(3000), "haproxy_frontend_current_sessions", proxy="public")
    add(constant(20_000), "haproxy_frontend_limit_sessions", proxy="public")
    add(growing(900), "haproxy_frontend_http_requests_total", proxy="public")
    add(growing(0.02), "haproxy_backend_http_responses_total", proxy="too-large", code="4xx")
    add(f"0+20x20 420+0x{SAMPLES - 21}", "haproxy_frontend_requests_denied_total", proxy="public")
    return rows


def of_page():
    def row(name):
        return series(name, "https://chat.example.org/", "tchatter-page")

    # promtool's time begins at 0.
    return {row("probe_success"): f"1+0x180 0 1+0x{SAMPLES - 182}", row("probe_ssl_earliest_cert_expiry"): constant(60 * 86400)}


def rows():
    """{series: values} of everything."""
    result = of_balancer() | of_page()
    for place, instance in enumerate(INSTANCES):
        result |= of_instance(instance, place)
    return result
