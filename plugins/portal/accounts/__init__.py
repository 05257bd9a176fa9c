"""Accounts: who is asking. The public half of the portal needs none of it.

provider.py   the identity provider: its addresses and keys
tokens.py     access tokens of programs
caller.py     who is asking, and what they may do
"""
