"""A real Prometheus and a real blackbox exporter, on free ports of loopback, configured by the files that are recommended."""

import json
import urllib.parse
import urllib.request

import alert_rules
import metrics_list
import yaml
from ports import free_port
from process import Process
from programs import PROJECT
from waiting import wait_for

MONITORING = PROJECT / "infra" / "monitoring"
# Times of the rules are so many times as short here, and Prometheus looks as often.
PACE, INTERVAL = 100, "500ms"


class WatchingProcess(Process):
    """One that says by HTTP when it is ready; use it in a `with`."""

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return answer.read()

    def is_ready(self):
        try:
            return self.get(self.ready)
        except OSError:
            return False


class BlackboxExporter(WatchingProcess):
    """With the module as recommended, but that it takes the certificate that a test has signed itself."""

    ready = "/-/healthy"

    def __init__(self, folder):
        port = free_port()
        configuration = yaml.safe_load((MONITORING / "blackbox.yml").read_text())
        configuration["modules"]["tchatter_page"]["http"]["tls_config"] = {"insecure_skip_verify": True}
        file = folder / "blackbox.yml"
        file.write_text(yaml.safe_dump(configuration))
        super().__init__(
            # It ends a probe by this much earlier than Prometheus stops waiting; by default half a second.
            ["prometheus-blackbox-exporter", f"--config.file={file}", f"--web.listen-address=127.0.0.1:{port}", "--timeout-offset=0.05"],
            folder / "blackbox.log",
            port=port,
        )


class Prometheus(WatchingProcess):
    """With the jobs as recommended, for other targets: {job: {fleet: [target]}}."""

    ready = "/-/ready"

    def __init__(self, folder, targets, exporter):
        port = free_port()
        (folder / "alerts.yml").write_text(alert_rules.rendered(metrics_list.subjects(), PACE))
        configuration = yaml.safe_load((MONITORING / "prometheus.yml").read_text())
        configuration["global"] = {"scrape_interval": INTERVAL, "evaluation_interval": INTERVAL, "scrape_timeout": INTERVAL}
        for job in configuration["scrape_configs"]:
            fleets = targets[job["job_name"]].items()
            if job["job_name"] == "tchatter-page":
                # The exporter's own way to the page, by TLS, takes longer on a busy machine than an instance's answer.
                job["scrape_interval"] = job["scrape_timeout"] = "2s"
            job["static_configs"] = [{"targets": found, "labels": {"fleet": fleet}} for fleet, found in fleets]
            for rule in job.get("relabel_configs", ()):
                if rule.get("target_label") == "__address__":
                    rule["replacement"] = f"127.0.0.1:{exporter.port}"
        file = folder / "prometheus.yml"
        file.write_text(yaml.safe_dump(configuration))
        super().__init__(
            ["prometheus", f"--config.file={file}", f"--storage.tsdb.path={folder / 'data'}", f"--web.listen-address=127.0.0.1:{port}"],
            folder / "prometheus.log",
            port=port,
        )

    def query(self, expression):
        """The series that an expression gives now: [(labels, value)]."""
        answer = json.loads(self.get("/api/v1/query?" + urllib.parse.urlencode({"query": expression})))
        assert answer["data"]["resultType"] == "vector"
        return [(row["metric"], float(row["value"][1])) for row in answer["data"]["result"]]

    def firing(self, **labels):
        """{name: alert} of what fires now and has these labels."""
        alerts = json.loads(self.get("/api/v1/alerts"))["data"]["alerts"]
        firing = (alert for alert in alerts if alert["state"] == "firing" and labels.items() <= alert["labels"].items())
        return {alert["labels"]["alertname"]: alert for alert in firing}

    def await_firing(self, *names, seconds=60, meanwhile=lambda: None, every=0.2, **labels):
        """Waits until all of these fire at once; does something again and again meanwhile."""

        def fire():
            meanwhile()
            return set(names) <= set(self.firing(**labels))

        wait_for(fire, seconds, lambda: f"{names} fire; what does: {sorted(self.firing())}", every)
        for name, alert in self.firing(**labels).items():
            assert "error" not in alert["annotations"]["summary"], (name, alert)

    def await_calm(self, seconds=60, **labels):
        """Waits until nothing fires."""
        wait_for(lambda: not self.firing(**labels), seconds, lambda: f"nothing fires; what does: {sorted(self.firing(**labels))}", 0.2)
