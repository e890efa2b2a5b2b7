"""The engines of others, each set up as its own documentation advises for reading.

In all of them the default graph is the union of the named ones, as it is here.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from bench.engines import tools
from bench.engines.engine import Engine
from bench.engines.writable import Writable, Writing

MEMORY = "4G"
"""What Java may take as its heap for reading."""
WRITING_MEMORY = "1g"


class Oxigraph(Writable):
    """``oxigraph serve``: the engine that ours is built on, behind its own server."""

    name = "oxigraph"

    def version(self) -> str:
        """As the server says."""
        return tools.version(tools.oxigraph(), "--version")

    def load(self, data: Path, folder: Path) -> None:
        """By its bulk loader, then compacted, as the loader advises."""
        store = ["--location", str(folder / "store")]
        program = str(tools.oxigraph())
        subprocess.run(
            [program, "load", *store, "--file", str(data)], check=True, capture_output=True
        )

    def command(self, folder: Path, port: int) -> list[str]:
        """Read-only, so that nothing but reading is measured."""
        store = ["--location", str(folder / "store"), "--bind", f"127.0.0.1:{port}"]
        return [str(tools.oxigraph()), "serve-read-only", *store, "--union-default-graph"]

    def gives_up(self, folder: Path) -> bool:
        """With its own limit each query takes a thread until that is over: soon there are none."""
        del folder
        return False

    def writing(self, folder: Path, port: int) -> Writing:
        """The server that also writes; the union of graphs is asked for query by query."""
        store = ["--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}"]
        base = f"http://127.0.0.1:{port}"
        spec = f"sparql:{base}/query,{base}/update,{base}/store"
        return Writing([str(tools.oxigraph()), "serve", *store], spec)


class Fuseki(Writable):
    """Apache Jena Fuseki on TDB2."""

    name = "fuseki"
    path = "/ds/query"

    def version(self) -> str:
        """As the jar is named."""
        return tools.fuseki().stem.rpartition("-")[2]

    def load(self, data: Path, folder: Path) -> None:
        """By TDB2's parallel loader."""
        loader = ["tdb2.tdbloader", "--loader=parallel", f"--loc={folder / 'tdb2'}", str(data)]
        java = [str(tools.command("java")), f"-Xmx{MEMORY}", "-cp", str(tools.fuseki())]
        subprocess.run([*java, *loader], check=True, capture_output=True)

    def command(self, folder: Path, port: int) -> list[str]:
        """The server without its pages."""
        settings = _FUSEKI.format(location=folder / "tdb2", milliseconds=1000 * self.seconds)
        (folder / "config.ttl").write_text(settings)
        java = [str(tools.command("java")), f"-Xmx{MEMORY}", "-cp", str(tools.fuseki())]
        main = "org.apache.jena.fuseki.main.cmds.FusekiMainCmd"
        return [*java, main, "--localhost", f"--port={port}", f"--config={folder / 'config.ttl'}"]

    def writing(self, folder: Path, port: int) -> Writing:
        """The server that also writes, on TDB2, its default graph the union of the named ones."""
        (folder / "data").mkdir()
        java = [str(tools.command("java")), f"-Xmx{WRITING_MEMORY}", "-jar", str(tools.fuseki())]
        options = ["--localhost", f"--port={port}", "--tdb2", f"--loc={folder / 'data'}"]
        union = "--set=tdb2:unionDefaultGraph=true"
        base = f"http://127.0.0.1:{port}/lianghui"
        spec = f"sparql:{base}/query,{base}/update,{base}/data"
        return Writing([*java, *options, "--update", union, "/lianghui"], spec)


class Rdflib(Engine):
    """rdflib-endpoint: rdflib's own engine, the graph in memory."""

    name = "rdflib-endpoint"
    path = "/"

    def version(self) -> str:
        """As the package says."""
        code = "from importlib.metadata import version; print(version('rdflib-endpoint'))"
        return tools.version(tools.python(), "-c", code)

    def load(self, data: Path, folder: Path) -> None:
        """Nothing: the server reads the file whenever it starts."""
        (folder / "data.nq").symlink_to(data.resolve())
        (folder / "serve.py").write_text(_RDFLIB)

    def command(self, folder: Path, port: int) -> list[str]:
        """A server that reads the file first."""
        return [str(tools.python()), str(folder / "serve.py"), str(folder / "data.nq"), str(port)]


_FUSEKI = """
PREFIX : <#>
PREFIX fuseki: <http://jena.apache.org/fuseki#>
PREFIX tdb2: <http://jena.apache.org/2016/tdb#>
PREFIX ja: <http://jena.hpl.hp.com/2005/11/Assembler#>
[] a fuseki:Server ; fuseki:services ( :service ) ;
  ja:context [ ja:cxtName "arq:queryTimeout" ; ja:cxtValue "{milliseconds}" ] .
:service a fuseki:Service ; fuseki:name "ds" ; fuseki:dataset :dataset ;
  fuseki:endpoint [ fuseki:operation fuseki:query ; fuseki:name "query" ] .
:dataset a tdb2:DatasetTDB2 ; tdb2:location "{location}" ; tdb2:unionDefaultGraph true .
"""
_RDFLIB = """
import sys
import uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
graph = Dataset(default_union=True)
graph.parse(sys.argv[1], format="nquads")
uvicorn.run(SparqlEndpoint(graph=graph), host="127.0.0.1", port=int(sys.argv[2]), log_level="error")
"""
