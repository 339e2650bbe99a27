"""Hold what pages share: the frame, the address, figures that open their source, charts."""
