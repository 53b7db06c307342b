"""Tests of what training computes without a network. In the folder training: python -m unittest discover."""
