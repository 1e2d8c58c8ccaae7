"""Story: the network, the people and the meetings that the demo and the tests both live in.

``plan`` says what can be planned, ``region`` is the invented one of the tests, ``natc`` the real network
of the demo, ``build`` makes either of them through the same actions that the pages use.
"""
