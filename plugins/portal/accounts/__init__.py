"""Accounts: who is asking. The public half of the portal needs none of it.

provider.py   the identity provider: its addresses and keys
tokens.py     access tokens of programs
act_limits.py how often one person may act within a minute
sign_in.py    people, there and back again
sessions.py   who is signed in, and the tokens of their forms
caller.py     who is asking, and what they may do
reader.py     who reads a public page, and what they see besides
"""
