"""The alert rules by promtool: an hour of calm, in which all are silent, and each alert's trouble, in which it fires."""

import re

import metrics_list
import promtool
import pytest
from calm import SAMPLES, named, rows
from programs import PROJECT
from troubles import TROUBLES, series_in

RULES = PROJECT / "infra" / "monitoring" / "alerts.yml"
ALERTS = {alert.name: alert for subject in metrics_list.subjects() for alert in subject.alerts}


def firing(alert, labels):
    """The series that Prometheus keeps of a firing alert."""
    words = {"alertname": alert, "alertstate": "firing", "severity": ALERTS[alert].severity} | labels
    return named("ALERTS", words)


def test_promtool_takes_the_rules():
    status, said = promtool.promtool("check", "rules", RULES)
    assert status == 0 and f"{len(ALERTS)} rules found" in said, said


def test_each_alert_has_its_trouble():
    assert {trouble.alert for trouble in TROUBLES} == set(ALERTS)


def test_each_alert_is_silent_for_an_hour_of_calm(tmp_path):
    """Were one of them firing for one evaluation, it would be among those counted."""
    asked = [('count_over_time(ALERTS{alertstate="firing"}[60m]) * 0 + 1', SAMPLES / 4, [])]
    status, said = promtool.test_rules(tmp_path, RULES, [("calm", rows(), asked)])
    assert status == 0, said


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.alert)
def test_an_alert_fires_in_its_trouble_and_not_before(trouble, tmp_path):
    asked = f'ALERTS{{alertname="{trouble.alert}", alertstate="firing"}}'
    questions = [(asked, trouble.silent, []), (asked, trouble.fires, [firing(trouble.alert, trouble.labels)])]
    status, said = promtool.test_rules(tmp_path, RULES, [(trouble.alert, series_in(trouble), questions)])
    assert status == 0, said


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.alert)
def test_an_alert_speaks_only_of_labels_that_it_has(trouble):
    alert = ALERTS[trouble.alert]
    spoken = set(re.findall(r"\$labels\.(\w+)", alert.summary + alert.description))
    if trouble.labels != {"job": "tchatter"}:
        assert spoken <= set(trouble.labels)


@pytest.mark.parametrize("alert", ALERTS.values(), ids=lambda alert: alert.name)
def test_an_alert_says_how_bad_it_is_what_it_is_and_what_to_do(alert):
    assert alert.severity in ("critical", "warning")
    assert alert.summary.endswith(".") and len(alert.summary) < 120
    assert len(alert.description.split()) >= 15
