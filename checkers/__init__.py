"""Answers about service procedures: eligibility, materials and legal deadlines, each with its reasons.

Standard library only; the same files run in CPython, in Pyodide and from the command line.
"""

__version__ = "0.1.0"
