"""Publishing: what goes out.

Question: what goes out, in which form, and who released it?
Words: report, release, marking, letterhead.
Neighbours: reads from the rooms below; ``publishing/typeset`` (pure Python, knows no Django) turns
frozen data into PDF and DOCX.
"""
