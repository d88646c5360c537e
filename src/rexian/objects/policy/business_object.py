"""The object itself: which rule is answered by what. Arguments are checked by the host before they come here."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from rexian.object_api.contract import Outcome, Request, Result
from rexian.object_api.ports import ObjectPorts
from rexian.object_api.rules import NO_SUCH_POSITION, Answer, at_position, not_found
from rexian.objects.policy.entries import Entry, Guide, Topic
from rexian.objects.policy.searching import found_entries

_NO_TOPIC = not_found("no_topic")
_NO_ITEM = not_found("no_item")


class Policy:
    """Business object `policy`."""

    def __init__(self) -> None:
        self._answers: dict[str, Answer] = {}

    async def open(self, ports: ObjectPorts) -> None:
        queries = PolicyQueries(Guide.read(Path(__file__).parent))
        self._answers = {
            "topics": queries.topics,
            "items": queries.items,
            "item_at": queries.item_at,
            "item": queries.item,
            "search": queries.search,
        }

    async def answer(self, request: Request) -> Result:
        return await self._answers[request.rule](request.arguments)

    async def close(self) -> None:
        self._answers = {}


class PolicyQueries:
    """One method a rule."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide

    async def topics(self, arguments: Mapping[str, Any]) -> Result:
        rows = [
            {"position": place, "topic": topic.topic, "title": topic.title, "item_count": len(topic.entry)}
            for place, topic in enumerate(self._guide.topics, start=1)
        ]
        return Result(Outcome.OK, {"topic_count": len(rows), "topics": rows})

    async def items(self, arguments: Mapping[str, Any]) -> Result:
        wanted = arguments.get("topic")
        found = [pair for pair in self._guide.by_id.values() if wanted is None or pair[0].topic == wanted]
        return _listed(found) if found else _NO_TOPIC

    async def item_at(self, arguments: Mapping[str, Any]) -> Result:
        topic = next((each for each in self._guide.topics if each.topic == arguments["topic"]), None)
        if topic is None:
            return _NO_TOPIC
        entry = at_position(topic.entry, arguments["position"])
        if entry is None:
            return NO_SUCH_POSITION
        place = {"position": arguments["position"], "item_count": len(topic.entry)}
        return Result(Outcome.OK, {**place, **self._told(topic, entry)})

    async def item(self, arguments: Mapping[str, Any]) -> Result:
        found = self._guide.by_id.get(arguments["item_id"])
        return Result(Outcome.OK, self._told(*found)) if found else _NO_ITEM

    async def search(self, arguments: Mapping[str, Any]) -> Result:
        found = found_entries(self._guide, arguments["words"])
        return _listed(found) if found else _NO_ITEM

    def _told(self, topic: Topic, entry: Entry) -> dict[str, Any]:
        spoken = self._guide.filled(entry.spoken)
        return {
            "item_id": entry.item_id,
            "title": entry.title,
            "spoken_text": spoken,
            "message_text": self._guide.filled(entry.message) or spoken,
            "valid_from": self._guide.valid_from(entry),
            "checked_on": self._guide.checked_on(entry),
            "source": entry.source,
            "topic": topic.topic,
            "topic_title": topic.title,
        }


def _listed(found: Iterable[tuple[Topic, Entry]]) -> Result:
    rows = [
        {"position": place, "item_id": entry.item_id, "title": entry.title, "topic": topic.topic}
        for place, (topic, entry) in enumerate(found, start=1)
    ]
    return Result(Outcome.OK, {"item_count": len(rows), "items": rows})
