"""The typed environment: every TINTYPE_ variable, its type, its default and what it is for."""

import os
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SECRET_FILE = "secret-key"  # noqa: S105 - the name of a file
TOPOLOGY_FILE = "topology"
MACHINE_FILE = "machine"


class EnvError(Exception):
    """The environment is wrong; the text names every wrong variable and what to do."""


def default_home() -> Path:
    if os.geteuid() == 0:
        return Path("/var/lib/tintype")
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local/share")) / "tintype"


class Env(BaseSettings):
    """What the operator sets. `docs/settings.md` is written from the descriptions below."""

    model_config = SettingsConfigDict(env_prefix="TINTYPE_", extra="ignore")

    home: Path = Field(default_factory=default_home, description="The data directory.")
    topology: str = Field(
        default="",
        description="A topology of the package, or the path of a topology file."
        " Default: the one that the data directory was last started with; embedded at first.",
    )
    machine: str = Field(
        default="",
        description="Which of the topology's [machines] this is: only its parts are started here. Default: the one"
        " that the data directory was last started as; all parts at first.",
    )
    port: int = Field(
        default=8000, ge=1, le=65534, description="The port that the web server listens on; streaming has the next one."
    )
    url: str = Field(
        default="",
        description="The address the world sees. Default: http://localhost:PORT, or the front's own where it has one.",
    )
    streaming_url: str = Field(
        default="",
        description="The address under which the world sees streaming: ws://… or wss://… without /api. Default:"
        " that of the site where the topology has a [front], which passes it on; ws://HOST:PORT+1 where TINTYPE_URL is"
        " http://HOST:PORT. Anywhere else apps are not told of streaming until this is set.",
    )
    site_name: str = Field(default="Tintype", max_length=60, description="The name in titles and mails.")
    secret_key: str = Field(default="", description="Signs cookies and addresses. Default: HOME/secret-key.")
    secret_key_file: Path | None = Field(default=None, description="A file that holds the secret key.")
    smtp_url: str = Field(
        default="",
        description="smtp://user:password@host:587 (STARTTLS) or smtps://…:465. Without it, mails go to HOME/mail.",
    )
    mail_from: str = Field(default="Tintype <tintype@localhost>", description="The sender of mails.")
    rate_limits: bool = Field(
        default=True, description="Limit how often one person may sign in, post, comment, follow."
    )

    registration: Literal["open", "approval", "invite", "closed"] = Field(
        default="open",
        description="Who may sign up: everybody, everybody whom the operator then lets in (approval), whoever has an"
        " invitation (invite), nobody (closed).",
    )
    avif: bool = Field(
        default=False,
        description="Photos are offered as AVIF too, beside WebP and JPEG: a tenth smaller than WebP, for some 60% more"
        " of a worker's time a photo.",
    )
    text_posts: bool = Field(default=False, description="Posts may come without a photo.")
    quota_mb: int = Field(
        default=0,
        ge=0,
        description="How many megabytes the photos of one person may take here, with all the files that are made of"
        " them: about twice of what was uploaded. 0: as many as they like.",
    )
    oauth_password_grant: bool = Field(
        default=False,
        description="Programs may sign people in by name and password, for scripts that have no browser.",
    )

    @field_validator("home")
    @classmethod
    def _absolute(cls, home: Path) -> Path:
        return home.expanduser().absolute()

    @field_validator("topology")
    @classmethod
    def _found_from_everywhere(cls, topology: str) -> str:
        """The processes of a running Tintype work in the data directory, whoever starts it maybe elsewhere."""
        is_file = "/" in topology or topology.endswith(".toml")
        return str(Path(topology).expanduser().absolute()) if is_file else topology

    @field_validator("url")
    @classmethod
    def _http(cls, url: str) -> str:
        if url and not url.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return url.rstrip("/")

    @field_validator("streaming_url")
    @classmethod
    def _websocket(cls, url: str) -> str:
        if url and not url.startswith(("ws://", "wss://")):
            raise ValueError("must start with ws:// or wss://")
        return url.rstrip("/")

    @model_validator(mode="after")
    def _derive(self) -> Self:
        self.url = self.url or self.url_on_localhost()
        self.streaming_url = self.streaming_url or self.streaming_beside_the_web()
        self.secret_key = self.secret_key or self._kept_secret()
        self.topology = self.topology or self._kept(TOPOLOGY_FILE) or "embedded"
        self.machine = self.machine or self._kept(MACHINE_FILE)
        return self

    def url_on_localhost(self) -> str:
        return f"http://localhost:{self.port}"

    def streaming_beside_the_web(self) -> str:
        """Empty behind a proxy, which may not pass it on: an app that cannot reach it would try for ever."""
        host = self.url.removeprefix("http://").removesuffix(f":{self.port}")
        return f"ws://{host}:{self.port + 1}" if self.url == f"http://{host}:{self.port}" else ""

    def _kept(self, name: str) -> str:
        try:
            return (self.home / name).read_text().strip()
        except OSError:
            return ""

    def _kept_secret(self) -> str:
        kept = self.secret_key_file or self.home / SECRET_FILE
        try:
            return kept.read_text().strip()
        except FileNotFoundError:
            if self.secret_key_file:
                raise ValueError(f"TINTYPE_SECRET_KEY_FILE names {kept}, which is not there") from None
            return ""  # `tintype up` makes it; settings.py refuses to start without one
        except OSError as error:
            raise ValueError(f"cannot read the secret key in {kept}: {error.strerror}") from None


@cache
def load_env() -> Env:
    """Read the environment once. Raises EnvError that lists every wrong value."""
    try:
        return Env()
    except ValidationError as error:
        lines = [
            f"  TINTYPE_{'_'.join(map(str, item['loc'])).upper() or '…'}: {item['msg']}" for item in error.errors()
        ]
        raise EnvError("The environment has wrong values:\n" + "\n".join(lines)) from None
