"""How figures are said in Putonghua: pure functions from values to Chinese text.

Decides the spoken form of amounts, dates, times, counts and digit strings, and fills prompt templates with them.
Called by the menu engine, by business objects' texts and by the voices. Leaves the sound to `voices`.
"""
