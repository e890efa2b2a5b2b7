"""What stands before the application under Granian: requests in, answers out.

``rsgi`` is what Granian calls, ``granian_hook`` has it call sooner, and ``bodies`` takes bodies in.
``known_requests``, ``fast_path`` and ``early_queries`` give what needs nothing of the application,
which ``wsgi`` calls; ``deferred_log`` tells of requests once their answers have gone.
"""
