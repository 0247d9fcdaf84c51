"""The classroom: a page on which a class watches two twin firms live through the same luck.

The server simulates a whole twin run at once and sends one recording; the page plays it. Every
answer is a function of its request, so nothing is kept per visitor.
"""
