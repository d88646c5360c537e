"""From a worded sentence to the symbols of the acoustic model: clauses, readings, tones, symbols.

Runs in the voice's child process. The model was trained on the Baker corpus, whose labels are surface tones
(假语村言 is "jia2 yu3 cun1 yan2" there), so tone changes are made here and not left to the model.
"""
