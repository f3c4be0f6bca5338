"""Words counted: queries, periods, measures, keywords, copies, texts."""
