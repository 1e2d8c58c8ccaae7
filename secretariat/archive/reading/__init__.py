"""Reading: turns the bytes of an old paper into a reading.

Question: what does this paper say, and where does it say so?
Words: paper (canonical text and its blocks), reading, fact, span `[start, end)` in Unicode code points.
Neighbours: pure Python, knows no Django and no table. ``reader.read_bytes`` parses in this process,
``worker.read_safely`` in a process of its own with limits: whoever holds foreign bytes calls the second.

bytes -> ``sniff`` -> ``text_plain`` | ``text_docx`` | ``text_pdf`` -> ``paper`` -> ``header``, ``people``,
``entries``, ``ahead``, ``outputs`` -> ``model.Reading``
"""
