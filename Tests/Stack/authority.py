"""An authority of certificates that a test makes, what it signs, and programs that trust it."""

import dataclasses
import os
import pathlib
import ssl
import subprocess

# Where programs of this system look for the authorities that they trust.
SYSTEM_STORE = "/etc/ssl/certs/ca-certificates.crt"
# For the one command and what it starts, this file is the system's store: in a mount namespace of its own.
INSTEAD = f'mount --bind "$0" {SYSTEM_STORE} && exec "$@"'


@dataclasses.dataclass
class Certificate:
    """A server's, with its key."""

    path: pathlib.Path
    key: pathlib.Path

    def context(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path, self.key)
        return context


class Authority:
    """Signs certificates in a folder of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.path, self.key = folder / "authority.pem", folder / "authority.key"
        self.make_key(self.key)
        openssl("req", "-x509", "-new", "-key", self.key, "-days", 2, "-subj", "/CN=authority", "-out", self.path)

    def make_key(self, path):
        openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", path)

    def certificate(self, name, *names, days=2):
        """Of a server of these names, as `DNS:example.org` or `IP:127.0.0.1`; with -1 days it has expired."""
        path, key, request, extensions = (self.folder / f"{name}.{suffix}" for suffix in ("pem", "key", "csr", "ext"))
        self.make_key(key)
        openssl("req", "-new", "-key", key, "-subj", f"/CN={name}", "-out", request)
        extensions.write_text(f"subjectAltName={','.join(names)}\n")
        openssl("x509", "-req", "-in", request, "-CA", self.path, "-CAkey", self.key, "-CAcreateserial", "-days", days,
                "-extfile", extensions, "-out", path)  # fmt: skip
        return Certificate(path, key)

    @property
    def trusted(self):
        """Of a command that trusts it, what stands before."""
        rights = () if os.geteuid() == 0 else ("--map-root-user",)
        return ("unshare", "--mount", *rights, "sh", "-c", INSTEAD, str(self.path))


def openssl(*words):
    done = subprocess.run(["openssl", *map(str, words)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
