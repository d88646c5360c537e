"""`rexian object new NAME`: a new business object from a template, which answers as soon as it is written."""
