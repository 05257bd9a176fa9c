"""Disclosure control: what of a return's figures the public sees, where its definition declares a policy.

threshold.py              which figures are too small
primary_suppression.py    these are not shown
secondary_suppression.py  nor others, from which these could be worked out
rounding.py               what is shown, to a multiple
audit.py                  tries to work out every figure that is not shown
public_figures.py         all of it together
Source: Government Statistical Service, disclosure control guidance for tables produced from administrative sources,
        https://analysisfunction.civilservice.gov.uk
"""
