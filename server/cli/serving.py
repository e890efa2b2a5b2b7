"""The command that lets others reach the graph."""

from __future__ import annotations

from typing import Literal

import click

from graph.outdated import REMEDY, outdated
from server.cli.main import Session
from server.config import MEGABYTE, Config
from server.serve import serve as serve_http


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Name or address of this machine to listen on.",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="TCP port to listen on.",
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="How many server processes, each with query workers of its own.",
)
@click.option(
    "--default-graph",
    type=click.Choice(["union", "stored"]),
    default="union",
    show_default=True,
    help="What a query without GRAPH or FROM sees.",
)
@click.option("--public-base", default="", help="The address where others reach the service.")
@click.option(
    "--query-seconds",
    type=click.FloatRange(0, min_open=True),
    default=30.0,
    show_default=True,
    help="How long a query may take, in seconds.",
)
@click.option(
    "--query-memory",
    type=click.IntRange(16),
    default=2048,
    show_default=True,
    help="How much memory a query may use, in MiB.",
)
@click.option(
    "--release-memory",
    type=click.IntRange(0),
    help="How much memory the release may be held in, in MiB, and copies of it for query workers"
    " as much again; a fourth of the memory if not given, 0 to read it from the disk.",
)
@click.option(
    "--write-seconds",
    type=click.FloatRange(0, min_open=True),
    default=600.0,
    show_default=True,
    help="How long a change over HTTP may take, in seconds.",
)
@click.option(
    "--write-memory",
    type=click.IntRange(64),
    default=4096,
    show_default=True,
    help="How much memory a change over HTTP may use, in MiB.",
)
@click.option(
    "--body-size",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    help="How large a request may be, in MB; /shacl takes data of that size.",
)
@click.option(
    "--update-size",
    type=click.IntRange(1),
    default=10,
    show_default=True,
    help="How large an update of who may write may be, in MB.",
)
@click.option(
    "--load-size",
    type=click.IntRange(1),
    default=1000,
    show_default=True,
    help="How large a graph may be that who may write sends to /store, in MB.",
)
@click.option(
    "--allow-remote",
    multiple=True,
    metavar="PREFIX",
    help="SERVICE, FROM and LOAD may ask addresses that begin so; give it for each.",
)
@click.option(
    "--store",
    metavar="sparql:QUERY_URL,UPDATE_URL[,GSP_URL]",
    help="Another engine: releases are published to it and queries passed on.",
)
@click.option("--replicas", is_flag=True, help="Others may pull the releases, texts included.")
@click.option("--no-cache", is_flag=True, help="Do not cache answers.")
@click.option(
    "--cache-memory",
    type=click.IntRange(1),
    default=64,
    show_default=True,
    help="How much memory cached answers may take, in MiB, in each server process.",
)
@click.option(
    "--slow-seconds",
    type=click.FloatRange(0),
    default=1.0,
    show_default=True,
    help="How long a request may take until its query is logged too, in seconds.",
)
@click.option(
    "--behind-proxy",
    is_flag=True,
    help="Read the client's address from X-Forwarded-For; only behind a proxy.",
)
@click.option("--anonymous-writes", is_flag=True, help="Anyone on this machine may write.")
@click.pass_obj
def serve(
    session: Session,
    *,
    host: str,
    port: int,
    workers: int,
    default_graph: Literal["union", "stored"],
    public_base: str,
    query_seconds: float,
    query_memory: int,
    release_memory: int | None,
    write_seconds: float,
    write_memory: int,
    body_size: int,
    update_size: int,
    load_size: int,
    allow_remote: tuple[str, ...],
    store: str | None,
    replicas: bool,
    no_cache: bool,
    cache_memory: int,
    slow_seconds: float,
    behind_proxy: bool,
    anonymous_writes: bool,
) -> None:
    """Serve the home over HTTP: SPARQL, linked data and pages.

    Prints the address once it answers. Example: lianghui serve --port 8080
    """
    with session.release as release:
        if lack := outdated(release.manifest):
            click.echo(f"lianghui: {release.path}: {lack}; {REMEDY}", err=True)
    serve_http(
        Config(
            home=session.path,
            host=host,
            port=port,
            workers=workers,
            default_graph=default_graph,
            public_base=public_base,
            query_seconds=query_seconds,
            query_memory=query_memory << 20,
            release_memory=None if release_memory is None else release_memory << 20,
            write_seconds=write_seconds,
            write_memory=write_memory << 20,
            max_body=body_size * MEGABYTE,
            max_update=update_size * MEGABYTE,
            max_load=load_size * MEGABYTE,
            allow_remote=allow_remote,
            store=store,
            replicas=replicas,
            cache=not no_cache,
            cache_bytes=cache_memory << 20,
            slow_seconds=slow_seconds,
            behind_proxy=behind_proxy,
            anonymous_writes=anonymous_writes,
        )
    )
