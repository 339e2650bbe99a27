"""Turn people's files into grids and texts. The sandbox loads `formats` alone."""
