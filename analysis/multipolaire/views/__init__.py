"""What a person sees: tables, figures, plots, and the views to explore."""
