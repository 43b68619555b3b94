"""The example for Kubernetes: as its schemas want it, and with what draining needs. No cluster runs it."""

import kubernetes_validate
import pytest
import yaml

from programs import PROJECT

DOCUMENTS = list(yaml.safe_load_all((PROJECT / "infra/containers/kubernetes.yaml").read_text()))
# The oldest that it is for, and the newest that the validator knows.
VERSIONS = ["1.27", kubernetes_validate.latest_version()]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document["kind"])
def test_it_is_as_the_schemas_want_it(document, version):
    kubernetes_validate.validate(document, version, strict=True)


def test_what_ends_an_instance_waits_for_its_drain():
    pod = next(document for document in DOCUMENTS if document["kind"] == "Deployment")["spec"]["template"]["spec"]
    settings = {entry["name"]: entry.get("value") for entry in pod["containers"][0]["env"]}
    drain = int(settings["TCHATTER_DRAIN_SECONDS"]) + int(settings["TCHATTER_DRAIN_NOTICE_SECONDS"])
    assert pod["terminationGracePeriodSeconds"] > drain + 10
    readiness = pod["containers"][0]["readinessProbe"]
    assert int(settings["TCHATTER_DRAIN_NOTICE_SECONDS"]) > readiness["periodSeconds"] * readiness["failureThreshold"]
