"""The sums: a consistent table has no finding, any changed cell has one, and each says its arithmetic in the form's words."""
