"""A fleet's store saved and put back, as infra/ansible's playbooks do it."""

import shutil
import subprocess


def backup(fleet, file):
    """As backup.yml does it."""
    subprocess.run(["redis-cli", "-p", str(fleet.redis_port), "--rdb", str(file)], check=True, capture_output=True)


def restore(fleet, file):
    """As restore.yml does it: what was written since is gone."""
    done = fleet.down()
    assert done.returncode == 0, done.stdout + done.stderr
    folder = fleet.folder / "redis" / "appendonlydir"
    shutil.rmtree(folder)
    folder.mkdir()
    shutil.copy(file, folder / "appendonly.aof.1.base.rdb")
    (folder / "appendonly.aof.manifest").write_text("file appendonly.aof.1.base.rdb seq 1 type b\n")
    fleet.up()
