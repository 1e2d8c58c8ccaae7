"""The agenda of a meeting, which joins rooms: what it begins with, the files of its papers, its book."""
