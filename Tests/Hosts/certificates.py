"""Certificates for the tests, and what the playbooks find wrong with one. Both take Ansible's own Python."""

import json
import os
import pathlib
import subprocess

from host_fleet import PLAYBOOKS

PYTHON = pathlib.Path(os.environ["HOSTS_ANSIBLE"]).with_name("python")
DOMAIN = "chat.example.org"
JUDGE = """\
import json, sys
from certificate import certificate_faults
json.dump(certificate_faults(open(sys.argv[2]).read(), sys.argv[2], sys.argv[1]), sys.stdout)
"""


def make_certificates(folder):
    """NAME.pem for each that Tests/Hosts/make_certificates.py knows."""
    folder.mkdir()
    subprocess.run([PYTHON, pathlib.Path(__file__).with_name("make_certificates.py"), folder], check=True)
    return folder


def certificate_faults(file, domain=DOMAIN):
    environment = os.environ | {"PYTHONPATH": str(PLAYBOOKS / "filter_plugins"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([PYTHON, "-c", JUDGE, domain, file], env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)
