"""What every request passes before any route: plain ASGI layers, outermost first.

`address` (who is at the other end) · `requests` (id, log, figures, last resort) · `headers` (what browsers may do) ·
`pages` (CORS for pages that carry the chat) · `limits` (body and time).
"""
