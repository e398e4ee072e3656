"""Country packs: a folder makes the tracker one country's. The folders stand here, and the code that reads them."""
