"""Where a service listens, and whether anything else does."""

from __future__ import annotations

import errno
import socket
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

from graph.errors import InputError

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104


@dataclass(frozen=True, slots=True)
class Listening:
    """The name or address of this machine that was asked for, its IP address, and the port."""

    host: str
    address: str
    port: int

    @property
    def url(self) -> str:
        """Where a client finds it."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    def answers(self) -> bool:
        """Whether the service answers there that it is well."""
        reached = _EVERYWHERE.get(self.address, self.address)
        connection = HTTPConnection(reached, self.port, timeout=1)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


def listening(host: str, port: int, *, option: str = "--port") -> Listening:
    """Where to listen, nobody else doing so: the kernel would share the requests out among both.

    ``option`` is what sets the port. Raises :class:`graph.errors.InputError` for a host that is not
    this machine's, and a port that is taken or not for us.
    """
    name = host.removeprefix("[").removesuffix("]")
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise InputError(f"--host {host}", "no address has that name", "give 127.0.0.1") from error
    family, kind, protocol, _, place = found[0]
    try:
        with socket.socket(family, kind, protocol) as probe:
            # Without it connections that ended a moment ago would count.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        raise _refusal(error, host, f"{option} {port}", option) from error
    return Listening(name, str(place[0]), port)


def _refusal(error: OSError, host: str, port: str, option: str) -> InputError:
    if error.errno == errno.EADDRINUSE:
        remedy = (
            "stop it (`ss -ltnp` tells its id; of a lianghui it is a worker's, so stop its parent,"
            f" `ps -o ppid= -p ID`) or give another {option}"
        )
        return InputError(port, f"another program listens there on {host}", remedy)
    if error.errno == errno.EACCES:
        return InputError(port, "only the system's user may listen there", "give one over 1023")
    return InputError(f"--host {host}", f"{error.strerror}", "give an address of this machine")
