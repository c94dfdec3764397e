"""The look of every page: base templates, components, forms, theme. Knows nothing of the domain."""
