"""Toolbox: what every room may use and no room owns.

Question: where is the clock?
Words: clock, error tree, public references, names across scripts, periods in words.
Neighbours: none below; every room stands above. No table, no Django, no domain word beyond these.
"""
