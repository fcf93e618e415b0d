"""What ends a sentence in the scripts of the world, and what an item of a list begins with."""

import re

STOPS = ".!?…‼⁇⁈⁉。！？｡．؟۔।॥։။።\u037e"
_CLOSED = r"[\s\"'”“’»)\]]*(?:\[\d+\])?$"  # quotes and brackets behind a stop, and a note

SENTENCE_END = re.compile(rf"[{STOPS}]{_CLOSED}")  # of a line
CLAUSE_END = re.compile(rf"[{STOPS}:;]{_CLOSED}")  # also where more of it may stand in the next one
LIST_ITEM = re.compile(r"(?:[-–—*•·‣▪◦]|\d{1,3}[.)]|[a-zA-Z]\))\s+\S")
QUOTATION_MARK = re.compile(r"[\"“”„«»]")
