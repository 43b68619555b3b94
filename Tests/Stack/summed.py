"""Figures of parts, which add up to those of the whole."""

import dataclasses
import operator


class Summed:
    """A dataclass that adds up field by field, or joins a field as its metadata's `join` says."""

    def __add__(self, other):
        return type(self)(*(
            field.metadata.get("join", operator.add)(getattr(self, field.name), getattr(other, field.name))
            for field in dataclasses.fields(self)))  # fmt: skip
