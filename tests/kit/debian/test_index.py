import pytest

from rexian.kit.debian.errors import PackageAbsent
from rexian.kit.debian.index import PackageIndex, Relation, parse_relations

pytestmark = pytest.mark.pure


def stanza(name: str, version: str = "1.0-1", **fields: str) -> str:
    lines = {"Package": name, "Version": version, "Filename": f"pool/{name}.deb", "Size": "10", "SHA256": "AB"}
    lines |= {"Installed-Size": "3"} | {key.replace("_", "-"): value for key, value in fields.items()}
    return "\n".join(f"{key}: {value}" for key, value in lines.items())


def index(*stanzas: str) -> PackageIndex:
    return PackageIndex("\n\n".join(stanzas) + "\n")


def names(packages: PackageIndex, wanted: str = "app", **options: list[str]) -> list[str]:
    return [package.name for package in packages.closure([wanted], **options)]


def test_the_closure_holds_depends_and_pre_depends_of_all_levels() -> None:
    packages = index(
        stanza("app", Depends="one, two (>= 1.0)", Pre_Depends="first"),
        *(stanza("one", Depends="three"), stanza("two"), stanza("three", Depends="one"), stanza("first")),
    )
    assert sorted(names(packages)) == ["app", "first", "one", "three", "two"]


def test_the_first_alternative_that_exists_is_taken() -> None:
    packages = index(
        stanza("app", Depends="absent | old (>= 2) | fits:any | later"), *map(stanza, ("old", "fits", "later"))
    )
    assert names(packages) == ["app", "fits"]


def test_an_alternative_that_is_already_chosen_needs_no_second_package() -> None:
    packages = index(stanza("app", Depends="later, first | later"), stanza("first"), stanza("later"))
    assert names(packages) == ["app", "later"]


def test_a_virtual_package_is_met_by_what_provides_it() -> None:
    packages = index(
        stanza("app", Depends="abi-7 (= 2), plain"),
        stanza("wrong", Provides="abi-7 (= 1)"),
        stanza("right", Provides="other, abi-7 (= 2)"),
        stanza("plain-one", Provides="plain"),
    )
    assert names(packages) == ["app", "right", "plain-one"]


def test_a_provide_without_a_version_never_meets_a_bound() -> None:
    with pytest.raises(PackageAbsent, match="no package abi that app needs"):
        names(index(stanza("app", Depends="abi (>= 1)"), stanza("one", Provides="abi")))


def test_a_version_that_is_too_old_counts_as_absent() -> None:
    with pytest.raises(PackageAbsent):
        names(index(stanza("app", Depends="one (>> 1.0-1)"), stanza("one")))


def test_what_is_left_out_brings_nothing_with_it() -> None:
    packages = index(
        stanza("app", Depends="setup, one"), stanza("setup", Depends="much"), stanza("one"), stanza("much")
    )
    assert names(packages, leave_out=["setup"]) == ["app", "one"]


def test_the_newest_of_several_versions_is_found() -> None:
    found = index(stanza("app", "1:1.9-1"), stanza("app", "1:1.10-1"), stanza("app", "9-1")).find(Relation("app"))
    assert found is not None
    assert (found.version, found.size_bytes, found.installed_bytes, found.sha256) == ("1:1.10-1", 10, 3072, "ab")


def test_relations_are_read_with_and_without_spaces() -> None:
    assert parse_relations("a (>=1.0)|b, c:any (<< 2~),") == (
        (Relation("a", ">=", "1.0"), Relation("b")),
        (Relation("c", "<<", "2~"),),
    )
