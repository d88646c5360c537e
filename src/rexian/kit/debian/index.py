"""The package index of one Debian suite (a `Packages` file) and the closure of what a package depends on."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from rexian.kit.debian.errors import PackageAbsent
from rexian.kit.debian.versions import DebianVersion

_RELATION = re.compile(
    r"^(?P<name>[a-z0-9][a-z0-9+.-]*)(?::[a-z0-9-]+)?\s*(?:\(\s*(?P<operator><<|<=|=|>=|>>)\s*(?P<version>[^)\s]+)\s*\))?"
)


@dataclass(frozen=True, slots=True)
class Relation:
    """One alternative of a dependency: a package name and, where given, a bound on its version."""

    name: str
    operator: str | None = None
    version: str | None = None

    def allows(self, version: str | None) -> bool:
        """Whether a package (or a `Provides` without a version: None) of this version will do."""
        if self.operator is None or self.version is None:
            return True
        return version is not None and DebianVersion(version).satisfies(self.operator, DebianVersion(self.version))


@dataclass(frozen=True, slots=True)
class Package:
    """One package of the index. Sizes are bytes; `depends` is a list of alternatives."""

    name: str
    version: str
    filename: str
    size_bytes: int
    installed_bytes: int
    sha256: str
    depends: tuple[tuple[Relation, ...], ...]
    provides: tuple[Relation, ...]


def parse_relations(text: str) -> tuple[tuple[Relation, ...], ...]:
    """Read a `Depends`-like field: groups parted by commas, alternatives by bars."""
    return tuple(
        tuple(_relation(alternative) for alternative in group.split("|")) for group in text.split(",") if group.strip()
    )


def _relation(text: str) -> Relation:
    match = _RELATION.match(text.strip())
    if match is None:
        raise ValueError(f"not a package relation: {text!r}")
    return Relation(match["name"], match["operator"], match["version"])


def _fields(stanza: str) -> dict[str, str]:
    """The fields of one paragraph; continuation lines are joined."""
    joined = re.sub(r"\n[ \t]+", " ", stanza)
    return {key: value.strip() for key, _, value in (line.partition(":") for line in joined.splitlines())}


def _package(stanza: str) -> Package:
    fields = _fields(stanza)
    needs = ", ".join(fields[key] for key in ("Pre-Depends", "Depends") if fields.get(key))
    return Package(
        name=fields["Package"],
        version=fields["Version"],
        filename=fields["Filename"],
        size_bytes=int(fields["Size"]),
        installed_bytes=int(fields.get("Installed-Size", "0")) * 1024,
        sha256=fields["SHA256"].lower(),
        depends=parse_relations(needs),
        provides=tuple(group[0] for group in parse_relations(fields.get("Provides", ""))),
    )


class PackageIndex:
    """Looks packages up by name or by what they provide. Paragraphs are read only when asked for."""

    def __init__(self, text: str) -> None:
        self._stanzas: dict[str, list[str]] = defaultdict(list)
        self._provided: dict[str, list[str]] = defaultdict(list)
        for stanza in text.split("\n\n"):
            name = re.search(r"^Package: (\S+)$", stanza, re.MULTILINE)
            if name is None:
                continue
            self._stanzas[name[1]].append(stanza)
            provides = re.search(r"^Provides: (.+)$", stanza, re.MULTILINE)
            for virtual in re.findall(r"(?:^|,)\s*([^\s,(:]+)", provides[1]) if provides else ():
                self._provided[virtual].append(name[1])

    def find(self, relation: Relation) -> Package | None:
        """The newest package that satisfies the relation: one of that name first, else one that provides it."""
        named = [package for package in self._named(relation.name) if relation.allows(package.version)]
        if named:
            return max(named, key=lambda package: DebianVersion(package.version))
        return next(self._providers(relation), None)

    def _named(self, name: str) -> Iterator[Package]:
        return (_package(stanza) for stanza in self._stanzas.get(name, ()))

    def _providers(self, relation: Relation) -> Iterator[Package]:
        for provider in self._provided.get(relation.name, ()):
            for package in self._named(provider):
                if satisfies(package, relation):
                    yield package

    def closure(self, names: Iterable[str], *, leave_out: Collection[str] = ()) -> list[Package]:
        """The named packages and all that they need, in the order of their discovery.

        Of alternatives one that is already chosen is taken, else the first that exists. Packages in
        `leave_out` (and what only they need) are treated as satisfied. Raises PackageAbsent.
        """
        chosen: dict[str, Package] = {}
        waiting: list[tuple[tuple[Relation, ...], str]] = [((Relation(name),), name) for name in names]
        while waiting:
            alternatives, wanted_by = waiting.pop(0)
            if self._is_met(alternatives, chosen, leave_out):
                continue
            package = next((found for one in alternatives if (found := self.find(one))), None)
            if package is None:
                raise PackageAbsent(
                    f"The Debian archive has no package {alternatives[0].name} that {wanted_by} needs.",
                    package=alternatives[0].name,
                )
            chosen[package.name] = package
            waiting.extend((group, package.name) for group in package.depends)
        return list(chosen.values())

    @staticmethod
    def _is_met(alternatives: tuple[Relation, ...], chosen: dict[str, Package], leave_out: Collection[str]) -> bool:
        return any(
            one.name in leave_out or any(satisfies(package, one) for package in chosen.values()) for one in alternatives
        )


def satisfies(package: Package, relation: Relation) -> bool:
    """Whether this package meets the relation by its name or by what it provides."""
    if package.name == relation.name and relation.allows(package.version):
        return True
    return any(provided.name == relation.name and relation.allows(provided.version) for provided in package.provides)
