"""Write pages that need no server, no script and no network: HTML whose numbers open their source.

The texts are those of the briefing and of the overview, the pictures those of the charts. Every
text is escaped by `metrics.markup`; nothing is fetched from anywhere.
"""
