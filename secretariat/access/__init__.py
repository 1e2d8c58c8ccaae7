"""Access: who may.

Question: who may see this, who may do that, and why?
Words: account (a sign-in), actor (who acts now, with the mandates in force today), ring (distribution),
right (a named deed and the rule that allows it), verdict (allowed, or denied with reason).
Neighbours: knows no room above it; ``members`` tells who holds which seat through a setting.
The two doors: ``visible`` for seeing, ``require`` for doing.
"""
