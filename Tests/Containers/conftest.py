"""What the tests share. infra/test-image says where the images are."""

import itertools
import os
import pathlib

import pytest

from podman import Podman

FOLDER = pathlib.Path(os.environ["CONTAINERS_FOLDER"])
rooms = itertools.count(1)


@pytest.fixture(scope="session")
def images():
    """The folder with all archives of images."""
    return FOLDER / "images"


@pytest.fixture(scope="session")
def archives(images):
    """The image, built twice."""
    return [next((images / name).glob("tchatter-*-image-amd64.tar")) for name in ("first", "second")]


@pytest.fixture(scope="session")
def podman(archives):
    with Podman(FOLDER / "running") as podman:
        podman.load(archives[0])
        yield podman


@pytest.fixture(scope="session")
def image(archives):
    """The image's name."""
    return "localhost/tchatter:" + archives[0].name.removeprefix("tchatter-").removesuffix("-image-amd64.tar")


@pytest.fixture
def room():
    """A room that no other test uses."""
    return f"room-{next(rooms)}"
