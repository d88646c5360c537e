"""Finding entries by words: all of them must be there, in title before key words before text. Small on purpose; the
knowledge base will do better behind the same rule."""

from rexian.objects.policy.entries import Entry, Guide, Topic

MOST = 9
"""More than a menu can offer helps nobody."""

_TITLE, _KEYWORD, _TEXT = 4, 2, 1


def found_entries(guide: Guide, words: str) -> list[tuple[Topic, Entry]]:
    """The best first; equals in the guide's order."""
    wanted = [word.casefold() for word in words.replace("，", " ").split()]
    if not wanted:
        return []
    scored = [(_score(guide, entry, wanted), place) for place, (_, entry) in enumerate(guide.by_id.values())]
    best = sorted((-score, place) for score, place in scored if score)
    pairs = list(guide.by_id.values())
    return [pairs[place] for _, place in best[:MOST]]


def _score(guide: Guide, entry: Entry, wanted: list[str]) -> int:
    title, text = entry.title.casefold(), guide.filled(entry.spoken + entry.message).casefold()
    keywords = " ".join(entry.keywords).casefold()
    scores = [
        _TITLE if word in title else _KEYWORD if word in keywords else _TEXT if word in text else 0 for word in wanted
    ]
    return sum(scores) if all(scores) else 0
