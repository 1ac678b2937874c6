"""A copy of somebody's data as a zip file: for people, for spreadsheets and for programs."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from learning.foreign import tables

Value = str | int | bool | None
Record = Mapping[str, Value]

_STYLE = """body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;padding:0 1rem;max-width:70rem}
table{border-collapse:collapse;display:block;overflow-x:auto}
th,td{border:1px solid #999;padding:.3rem .6rem;text-align:left;vertical-align:top}
caption{text-align:left}"""


@dataclass(frozen=True)
class Part:
    """One kind of thing that is kept: a file name, a heading, and its rows."""

    name: str
    title: str
    rows: Sequence[Record]


def packed(parts: Sequence[Part], files: Mapping[str, bytes], *, name: str, at: datetime) -> bytes:
    """The zip file: index.html to read, data.json for programs, a CSV per part, further files."""
    contents = {
        "index.html": _page(parts, sorted(files), name, at).encode(),
        "data.json": _json(parts, at).encode(),
        **{f"tables/{part.name}.csv": _table(part).encode() for part in parts if part.rows},
        **files,
    }
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for path, content in contents.items():
            archive.writestr(ZipInfo(path, at.timetuple()[:6]), content, ZIP_DEFLATED)
    return out.getvalue()


def _json(parts: Sequence[Part], at: datetime) -> str:
    value = {
        "written_at": at.isoformat(),
        **{part.name: [dict(row) for row in part.rows] for part in parts},
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _table(part: Part) -> str:
    columns = _columns(part)
    return tables.write_csv(
        [
            tuple(columns),
            *(tuple(_words(row.get(column)) for column in columns) for row in part.rows),
        ]
    )


def _page(parts: Sequence[Part], files: Sequence[str], name: str, at: datetime) -> str:
    title = f"What Waymark keeps about {name}"
    links = "".join(f'<li><a href="{escape(path)}">{escape(path)}</a></li>' for path in files)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}'
        f'</title><meta name="viewport" content="width=device-width"><style>{_STYLE}</style>'
        f"</head><body><h1>{escape(title)}</h1><p>Written on {at:%Y-%m-%d %H:%M} UTC. The same "
        "stands in data.json for programs, and in the folder tables for spreadsheets.</p>"
        + "".join(_section(part) for part in parts)
        + (f"<h2>Files</h2><ul>{links}</ul>" if links else "")
        + "</body></html>\n"
    )


def _section(part: Part) -> str:
    heading = f"<h2>{escape(part.title)}</h2>"
    if not part.rows:
        return f"{heading}<p>Nothing.</p>"
    columns = _columns(part)
    head = "".join(f'<th scope="col">{escape(_heading(column))}</th>' for column in columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{_cell(row.get(column))}</td>" for column in columns) + "</tr>"
        for row in part.rows
    )
    return f"{heading}<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _columns(part: Part) -> list[str]:
    return list(dict.fromkeys(column for row in part.rows for column in row))


def _heading(column: str) -> str:
    return column.replace("_", " ").capitalize()


def _cell(value: Value) -> str:
    return escape(_words(value)).replace("\n", "<br>")


def _words(value: Value) -> str:
    if value is None:
        return ""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
