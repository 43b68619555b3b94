"""What a Debian package says of itself, read without dpkg: who runs the playbooks need not run Debian."""

import io
import pathlib
import re
import tarfile


def members(archive):
    """{name: content} of an ar archive, which a .deb is."""
    if not archive.startswith(b"!<arch>\n"):
        raise ValueError("it is no Debian package")
    found, offset = {}, 8
    while offset + 60 <= len(archive):
        name, size = archive[offset : offset + 16].decode("ascii", "replace").strip(" /"), int(archive[offset + 48 : offset + 58])
        found[name] = archive[offset + 60 : offset + 60 + size]
        offset += 60 + size + size % 2
    return found


def text_of(found, member, path):
    """A file of one of the package's two archives."""
    name = next((name for name in found if name.startswith(member)), None)
    if name is None:
        raise ValueError("it is no Debian package")
    with tarfile.open(fileobj=io.BytesIO(found[name]), mode="r|*") as archive:
        # As a stream: what stands behind the file is never unpacked.
        for entry in archive:
            if entry.name == path:
                return archive.extractfile(entry).read().decode()
    raise ValueError(f"{path} is not in it")


def debian_package(path):
    """Its file, version, architecture, and the names of the settings that it knows; `fault` says why it can't be used."""
    file = pathlib.Path(path)
    try:
        found = members(file.read_bytes())
        fields = dict(re.findall(r"^(\S+): (.*)$", text_of(found, "control.tar", "./control"), re.MULTILINE))
        settings = re.findall(r"^#(TCHATTER_[A-Z_]+)=", text_of(found, "data.tar", "./etc/tchatter/tchatter.env"), re.MULTILINE)
        return {"fault": "", "file": str(file), "name": file.name, "version": fields["Version"],
                "architecture": fields["Architecture"], "settings": settings}  # fmt: skip
    except OSError as problem:
        why = problem.strerror or str(problem)
    except (ValueError, KeyError, tarfile.TarError, EOFError) as problem:
        why = str(problem) or "it is damaged"
    return {"fault": f"the package {file} can't be used: {why}", "file": str(file), "name": file.name, "version": "", "architecture": "", "settings": []}


class FilterModule:
    def filters(self):
        return {"debian_package": debian_package}
