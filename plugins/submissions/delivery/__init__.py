"""Delivery: a package goes to each of its destinations whole, once, and is never written over.

Source: docs/specifications/return-package.md, section 3.
"""
