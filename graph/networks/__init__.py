"""Networks made of the triples of saved questions, and what can honestly be said of them."""
