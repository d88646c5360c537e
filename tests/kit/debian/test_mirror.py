import pytest

from rexian.kit.debian.errors import MirrorUnknown
from rexian.kit.debian.mirror import first_main_archive, mirror_address

pytestmark = pytest.mark.pure


def test_the_first_main_archive_is_chosen_and_side_archives_are_not() -> None:
    targets = "\n".join(
        [
            "https://other.example/apt/|main|stable",
            "http://mirror.example/debian-security/|main|bookworm-security",
            "http://mirror.example/debian/|contrib|bookworm",
            "http://mirror.example/debian/|main|bookworm",
            "http://second.example/debian/|main|bookworm-updates",
        ]
    )
    assert first_main_archive(targets) == "http://mirror.example/debian/"
    assert first_main_archive("https://other.example/apt/|main|stable") is None
    assert first_main_archive("") is None


async def test_the_environment_overrides_apt() -> None:
    assert (
        await mirror_address({"REXIAN_DEBIAN_MIRROR": "https://near.example/debian/"}) == "https://near.example/debian"
    )


async def test_an_archive_that_is_no_web_address_is_refused_in_one_sentence() -> None:
    with pytest.raises(MirrorUnknown, match="REXIAN_DEBIAN_MIRROR"):
        await mirror_address({"REXIAN_DEBIAN_MIRROR": "file:/media/cdrom"})
