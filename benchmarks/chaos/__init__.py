"""Each part of a park is killed while people are in: what they see of it, and whether what they were told holds."""
