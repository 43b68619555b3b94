"""Grafana's dashboard: what Grafana's own library says to it, and what a real Prometheus answers to each of its graphs."""

import json

import promtool
import pytest
from asking import sign_in
from grafana_foundation_sdk.cog import encoder, plugins
from grafana_foundation_sdk.models.dashboard import Dashboard
from programs import PROJECT
from waiting import wait_for

DASHBOARD = json.loads((PROJECT / "infra" / "monitoring" / "dashboard.json").read_text())
GRAPHS = [(panel["title"], target["expr"]) for panel in DASHBOARD["panels"] for target in panel.get("targets", ())]


def asked(expression):
    """As Grafana would ask it."""
    return expression.replace("$fleet", "chat").replace("$__rate_interval", "20s")


def unknown(given, understood, path=""):
    """The parts of a document that are not in what was understood of it."""
    if isinstance(given, dict) and isinstance(understood, dict):
        for name, value in given.items():
            yield from unknown(value, understood.get(name), f"{path}/{name}")
    elif isinstance(given, list) and isinstance(understood, list) and len(given) == len(understood):
        for number, pair in enumerate(zip(given, understood, strict=True)):
            yield from unknown(*pair, f"{path}/{number}")
    elif given != understood:
        yield path


def test_grafanas_own_library_understands_all_of_it():
    plugins.register_default_plugins()
    understood = json.loads(encoder.JSONEncoder().encode(Dashboard.from_json(DASHBOARD)))
    # What annotations may say depends on the data source, and is in no schema.
    assert list(unknown(DASHBOARD, understood)) == ["/annotations/list/0/titleFormat"]


def test_panels_have_an_id_each_and_do_not_overlap():
    places = [(panel["id"], panel["gridPos"]) for panel in DASHBOARD["panels"]]
    assert len({number for number, _ in places}) == len(places)
    covered = [(x, y) for _, at in places for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])]
    assert len(set(covered)) == len(covered) and max(x for x, _ in covered) < 24


@pytest.mark.parametrize("number", [1, 2, 3])
def test_promtool_finds_nothing_wrong_with_what_an_instance_gives(fleet, number):
    sign_in(fleet.public_port(number))
    assert promtool.check_metrics(fleet.metrics(number)) == ""


@pytest.mark.parametrize(("title", "expression"), GRAPHS, ids=lambda value: None if "(" in value or "{" in value else value)
def test_a_graph_has_data_while_people_chat(prometheus, title, expression):
    if title == "The certificate ends in":
        expression = expression.replace("$fleet", "apart")
    rows = wait_for(lambda: prometheus.query(asked(expression)), 30, f"{title}: {expression}")
    assert all(value == value and value >= 0 for _, value in rows), rows


def test_the_choice_of_a_fleet_finds_it(prometheus):
    assert {labels["fleet"] for labels, _ in prometheus.query("group by (fleet) (tchatter_info)")} == {"chat", "apart"}
