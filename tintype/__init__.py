"""Tintype, a photo-sharing network that three engineers can run."""
