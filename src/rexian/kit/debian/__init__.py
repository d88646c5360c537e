"""Debian packages without root: fetched from the machine's own mirror, checked against Debian's keys, unpacked into a
folder. See `fetching` for the policy."""

from rexian.kit.debian.errors import PackageFetchError
from rexian.kit.debian.fetching import FetchedPackages, PackageRequest, Progress, fetch_packages, no_progress

__all__ = ["FetchedPackages", "PackageFetchError", "PackageRequest", "Progress", "fetch_packages", "no_progress"]
