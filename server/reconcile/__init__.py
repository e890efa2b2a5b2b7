"""The Reconciliation Service API 0.2, as OpenRefine and others speak it, at /reconcile."""
