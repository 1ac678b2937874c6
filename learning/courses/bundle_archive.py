"""A bundle as one zip file: the same bytes for the same files; bounded on the way in."""

import re
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from learning.errors import RuleBroken

ENDINGS = (".toml", ".md", ".txt", ".png", ".jpg", ".jpeg", ".gif", ".webp")
_MOST_FILES = 2_000
_MOST_BYTES = 60_000_000
_LONGEST_NAME = 200
_NAME = re.compile(r"[^/\\\x00-\x1f:]+(?:/[^/\\\x00-\x1f:]+)*")
# Zip files hold a time for each file; a bundle is the same whenever it is made.
_TIME = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip file."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = ZipInfo(name, _TIME)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = _READABLE
            archive.writestr(entry, files[name])
    return out.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """The files of a zip file by path, those of a bundle only; one folder around all is left out.

    Raises RuleBroken bundle-invalid for what is no zip, unpacks to too much, or names its files so
    that they would lie elsewhere.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _refuse_bombs(entries)
            wanted = [entry for entry in entries if entry.filename.lower().endswith(ENDINGS)]
            # No more is unpacked than was announced.
            files = {entry.filename: archive.read(entry) for entry in wanted}
    except (
        BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError, ValueError, OSError,
    ) as error:  # fmt: skip
        raise _refused("is no zip file that can be read") from error
    return _without_folder(files)


def _refuse_bombs(entries: list[ZipInfo]) -> None:
    if len(entries) > _MOST_FILES:
        raise _refused(f"holds more than {_MOST_FILES} files")
    if sum(entry.file_size for entry in entries) > _MOST_BYTES:
        raise _refused(f"unpacks to more than {_MOST_BYTES // 1_000_000} MB")
    names = [entry.filename for entry in entries]
    for name in names:
        is_inside = _NAME.fullmatch(name) and ".." not in name.split("/")
        if not is_inside or len(name) > _LONGEST_NAME:
            raise _refused("names a file that would lie outside of it")
    if len(set(names)) < len(names):
        raise _refused("holds two files of one name")


def _without_folder(files: dict[str, bytes]) -> dict[str, bytes]:
    folders = {name.partition("/")[0] for name in files}
    if len(folders) != 1 or not all("/" in name for name in files):
        return files
    return {name.partition("/")[2]: content for name, content in files.items()}


def _refused(reason: str) -> RuleBroken:
    return RuleBroken("bundle-invalid", file="The zip file", reason=reason)
