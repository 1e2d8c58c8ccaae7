"""Web: the shell every page lives in.

Question: what does a page look like, and how does a refusal?
Words: shell (base page, navigation), piece (a typed ``ui`` tag), fragment (a part of a page for htmx),
gatekeeper (the middleware that lets in only where a page says so).
Neighbours: rooms above give it rows and verdicts; it knows no domain word beyond ring, country and thread.
"""
