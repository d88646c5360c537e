"""What can go wrong while packages are fetched: each message is one sentence for a person at a terminal."""

from typing import ClassVar

from rexian.kit.errors import ErrorKind, RexianError


class PackageFetchError(RexianError):
    """A Debian package could not be fetched."""

    code: ClassVar[str] = "debian_fetch_failed"
    kind: ClassVar[ErrorKind] = ErrorKind.UNAVAILABLE


class MirrorUnknown(PackageFetchError):
    """No Debian archive was found in this machine's apt configuration; set REXIAN_DEBIAN_MIRROR to one."""

    code: ClassVar[str] = "debian_mirror_unknown"


class MirrorUnreachable(PackageFetchError):
    """The Debian mirror cannot be reached; check the network."""

    code: ClassVar[str] = "debian_mirror_unreachable"


class SignatureBad(PackageFetchError):
    """The package index is not signed by a Debian archive key, so nothing was installed from it."""

    code: ClassVar[str] = "debian_signature_bad"
    kind: ClassVar[ErrorKind] = ErrorKind.FORBIDDEN


class ContentMismatch(PackageFetchError):
    """A downloaded file does not match the checksum in the signed index, so it was thrown away."""

    code: ClassVar[str] = "debian_checksum_bad"
    kind: ClassVar[ErrorKind] = ErrorKind.FORBIDDEN


class PackageAbsent(PackageFetchError):
    """A package or one of its dependencies is not in the Debian archive."""

    code: ClassVar[str] = "debian_package_absent"
    kind: ClassVar[ErrorKind] = ErrorKind.NOT_FOUND


class MajorVersionDiffers(PackageFetchError):
    """The archive offers another major version than the one that was tested."""

    code: ClassVar[str] = "debian_major_version_differs"
    kind: ClassVar[ErrorKind] = ErrorKind.CONFLICT


class DiskFull(PackageFetchError):
    """There is not enough free disk space to unpack the packages."""

    code: ClassVar[str] = "disk_full"


class UnpackFailed(PackageFetchError):
    """A package could not be unpacked."""

    code: ClassVar[str] = "debian_unpack_failed"
    kind: ClassVar[ErrorKind] = ErrorKind.INTERNAL


class ToolMissing(PackageFetchError):
    """A Debian tool that is needed to fetch packages is not installed."""

    code: ClassVar[str] = "debian_tool_missing"
