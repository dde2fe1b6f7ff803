"""Who shows photos to the world: edges that `tintype up` runs, or somebody's CDN. Without one the web server does."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tintype.config.servers import MOST_PORT, NAME
from tintype.config.tables import Table

KINDS = ("edges", "cdn", "cloudfront")
MOST_MEGABYTES = 100_000_000


@dataclass(frozen=True)
class Edge:
    """An nginx that keeps on its disk what it has fetched from the object store."""

    name: str
    host: str
    port: int
    purge_port: int  # where it is told what it must not show any more
    megabytes: int
    public_url: str = ""

    @property
    def url(self) -> str:
        """As the world sees it."""
        return self.public_url or f"http://{self.host}:{self.port}/"

    @property
    def purge_url(self) -> str:
        return f"http://{self.host}:{self.purge_port}/"


@dataclass(frozen=True)
class Media:
    kind: str
    edges: tuple[Edge, ...] = ()
    url: str = ""
    key_pair: str = ""
    private_key_file: Path | None = None

    @property
    def urls(self) -> tuple[str, ...]:
        """Each ends with a slash; an object's key follows."""
        return tuple(edge.url for edge in self.edges) or (self.url,)


def read_media(table: Table, recorded: Mapping[str, int]) -> Media:
    kind = table.text("kind")
    if kind == "edges":
        media = Media(kind, edges=_edges(table.table("edges"), recorded))
    elif kind == "cdn":
        media = Media(kind, url=_url(table))
    elif kind == "cloudfront":
        private_key = Path(table.text("private_key_file"))
        media = Media(kind, url=_url(table), key_pair=table.text("key_pair"), private_key_file=private_key)
    else:
        raise table.wrong(f"kind {kind!r} is unknown; it is {', '.join(KINDS)}", "kind")
    table.finish()
    return media


def _edges(table: Table, recorded: Mapping[str, int]) -> tuple[Edge, ...]:
    edges = tuple(_edge(name, table.table(name), recorded) for name in table.names())
    if not edges:
        raise table.wrong("this needs at least one")
    return edges


def _edge(name: str, table: Table, recorded: Mapping[str, int]) -> Edge:
    """Port 0 means: `tintype up` chooses a free one and records it."""
    if not NAME.fullmatch(name):
        raise table.wrong("an edge's name is made of small letters, digits and _")
    edge = Edge(
        name,
        table.text("host"),
        table.number("port", 0, MOST_PORT) or recorded.get(f"edge-{name}", 0),
        table.number("purge_port", 0, MOST_PORT) or recorded.get(f"edge-{name}-purge", 0),
        table.number("megabytes", 1, MOST_MEGABYTES),
        _url(table) if table.has("url") else "",
    )
    table.finish()
    return edge


def _url(table: Table) -> str:
    url = table.text("url")
    if not url.startswith(("http://", "https://")):
        raise table.wrong(f"url should start with https:// or http://, not be {url!r}", "url")
    return f"{url.rstrip('/')}/"
