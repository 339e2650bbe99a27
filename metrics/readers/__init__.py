"""Turn people's files into grids and texts. Imports nothing: sandboxed processes load it."""
