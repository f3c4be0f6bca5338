"""Topics: a space of texts, its partitions, maps, and a verdict on them."""
