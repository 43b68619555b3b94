#!/usr/bin/env python3
"""Writes an image's archive (docker-archive) anew, so that it is small, and the same from the same content.

    image_archive.py FROM TO LEVEL

The layers are compressed; an archive that is compressed as a whole is not read by podman 4.3. What buildah makes up, the names
of the containers that it built in, is left out.
"""

import gzip
import hashlib
import io
import json
import sys
import tarfile


def add(archive, name, content):
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))


def without_builder(text):
    """An image's configuration, without what is said of the container in which it was built."""
    configuration = json.loads(text)
    for name in ("container", "container_config"):
        configuration.pop(name, None)
    configuration["config"].pop("Hostname", None)
    return json.dumps(configuration).encode()


def rewrite(source, target, level):
    with tarfile.open(source) as archive, tarfile.open(target, "w", format=tarfile.USTAR_FORMAT) as rewritten:
        images = json.load(archive.extractfile("manifest.json"))
        for image in images:
            configuration = without_builder(archive.extractfile(image["Config"]).read())
            # An image is known by this sum.
            image["Config"] = hashlib.sha256(configuration).hexdigest() + ".json"
            add(rewritten, image["Config"], configuration)
            for layer in image["Layers"]:
                add(rewritten, layer, gzip.compress(archive.extractfile(layer).read(), level, mtime=0))
        add(rewritten, "manifest.json", json.dumps(images).encode())


if __name__ == "__main__":
    rewrite(sys.argv[1], sys.argv[2], int(sys.argv[3]))
