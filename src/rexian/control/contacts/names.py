"""Names of media objects, `<node>.<kind>.<contact>[.<tail>]`: what is told of one finds its contact by itself."""

from dataclasses import dataclass

BRIDGE, LEG, TRACK, PLAY, SPY = "bridge", "leg", "track", "play", "spy"


@dataclass(frozen=True)
class MediaNames:
    """The names of one contact's media objects on its media node."""

    media_node: str
    contact_id: str

    def of(self, kind: str, tail: str = "") -> str:
        return ".".join([self.media_node, kind, self.contact_id, *([tail] if tail else [])])

    def are(self, kind: str, media_id: str) -> bool:
        """Whether this names an object of that kind and of this contact."""
        name = self.of(kind)
        return media_id == name or media_id.startswith(name + ".")

    @property
    def contact_bridge(self) -> str:
        return self.of(BRIDGE)

    @property
    def consult_bridge(self) -> str:
        return self.of(BRIDGE, "consult")
