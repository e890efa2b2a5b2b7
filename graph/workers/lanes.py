"""Places to run in, and fair queues for them."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable

from graph.errors import QueryBusyError

_RETRY_SECONDS = 5


class Ticket:
    """One caller's wait for a place."""

    def __init__(self, client: str, urgent: bool) -> None:
        self.client, self.urgent = client, urgent
        self.admitted = False
        self.called = threading.Event()


class Lane:
    """A number of places and a bounded queue for them, shared fairly among clients.

    Of the clients that wait, the one that holds the fewest places is next, and the longest
    waiting of those. Of one client's callers the urgent ones go first. The last free place goes
    only to a client that holds none. When the queue is full the client with most in it loses its
    latest, so one client cannot keep others out.
    """

    def __init__(self, places: int, waiting: int) -> None:
        self._places, self._most_waiting = places, waiting
        self._held: defaultdict[str, int] = defaultdict(int)
        self._running = 0
        self._waiting: OrderedDict[str, list[Ticket]] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def running(self) -> int:
        """How many places are taken."""
        return self._running

    @property
    def waiting(self) -> int:
        """How many callers wait."""
        with self._lock:
            return self._queued()

    def try_enter(self, client: str) -> bool:
        """Takes a place if there is one for that client and nobody waits."""
        with self._lock:
            if self._waiting or not self._open_to(client):
                return False
            self._take(client)
            return True

    def enter(
        self, client: str, deadline: float, watch: Callable[[Ticket], None], *, urgent: bool = False
    ) -> None:
        """Waits for a place until ``deadline``; ``watch`` gets the ticket, to call it off.

        Raises QueryBusyError when the queue is full or the wait too long. A ticket that is called
        without having been admitted was put off: the caller has to look why.
        """
        ticket = Ticket(client, urgent)
        with self._lock:
            tickets = self._waiting.setdefault(client, [])
            tickets.insert(sum(each.urgent for each in tickets) if urgent else len(tickets), ticket)
            self._admit()
            if self._queued() > self._most_waiting:
                self._turn_away()
        watch(ticket)
        ticket.called.wait(max(0.0, deadline - time.monotonic()))
        with self._lock:
            if not ticket.admitted:
                self._forget(ticket)
                raise QueryBusyError(_RETRY_SECONDS)

    def leave(self, client: str) -> None:
        """Gives a place back."""
        with self._lock:
            self._running -= 1
            self._held[client] -= 1
            if not self._held[client]:
                del self._held[client]
            if self._waiting:
                self._admit()

    def _take(self, client: str) -> None:
        self._running += 1
        self._held[client] += 1

    def _queued(self) -> int:
        return sum(len(tickets) for tickets in self._waiting.values())

    def _open_to(self, client: str) -> bool:
        free = self._places - self._running
        return free > 1 or (free == 1 and (self._places == 1 or client not in self._held))

    def _admit(self) -> None:
        while self._waiting:
            client = min(self._waiting, key=lambda client: self._held.get(client, 0))
            if not self._open_to(client):
                return
            ticket = self._waiting[client][0]
            self._forget(ticket)
            if client in self._waiting:
                self._waiting.move_to_end(client)
            self._take(client)
            ticket.admitted = True
            ticket.called.set()

    def _turn_away(self) -> None:
        greediest = max(self._waiting.values(), key=len)
        ticket = greediest[-1]
        self._forget(ticket)
        ticket.called.set()

    def _forget(self, ticket: Ticket) -> None:
        tickets = self._waiting.get(ticket.client)
        if tickets is not None and ticket in tickets:
            tickets.remove(ticket)
            if not tickets:
                del self._waiting[ticket.client]
