"""What other rooms know of a person."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    id: int
    username: str
    name: str
    bio: str
    is_private: bool
    avatar_key: str

    @property
    def display_name(self) -> str:
        return self.name or self.username
