"""Hold the server around the pages: HTTP interface, middleware, health. Nothing here is a page."""
