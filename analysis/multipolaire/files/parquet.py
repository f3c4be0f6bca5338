"""Parquet within bounds: a small file can say of a text that it stands in every row.

What a file holds beyond :data:`UNFOLDED` for each of its bytes is no corpus: it is
refused, by what the file declares or by what its texts are found to unfold to, before
they do.  pyarrow (the extra ``parquet``) is imported when a file is read.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from multipolaire.files.problems import Reading

UNFOLDED = 50  # characters for each byte of a file: prose is packed to a fifth
SMALL = 2**28  # characters that any file may hold
BATCH = 2**26  # characters in memory at once
ROW, VALUE = 100, 8  # bytes that each costs at least, however little it holds


@contextmanager
def opened(file: Path) -> Iterator:
    """A ``ParquetFile`` whose repeated texts are held once, as its pages hold them."""
    from pyarrow.parquet import ParquetFile, read_metadata

    meta, once = read_metadata(file), []
    for n in range(meta.num_columns):
        leaf, used = meta.schema.column(n), _encodings(meta, n)
        text = leaf.logical_type.type in _TEXT
        text = text and leaf.physical_type == "BYTE_ARRAY"
        if text and used & _DICTIONARY and not used & _DELTA:
            once.append(leaf.path)
    with ParquetFile(file, metadata=meta, read_dictionary=once) as table:
        yield table


_TEXT = {"STRING", "NONE", "JSON", "ENUM"}
_DICTIONARY = {"PLAIN_DICTIONARY", "RLE_DICTIONARY"}
# Not read as a dictionary.
_DELTA = {"DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY"}


def batches(table, file: Path, reading: Reading) -> Iterator:
    """Record batches of a bounded size; none of a file that is refused, and named."""
    limit = max(SMALL, UNFOLDED * file.stat().st_size)
    if zone := _unknown_zone(table.schema_arrow):
        column, name = zone
        expected = "a time zone that is known, such as Europe/Paris or UTC"
        reading.note(file, None, column, name, expected)
    elif (size := _unfolded(table, limit)) > limit:
        expected = f"at most {limit:,} characters in a file of its size"
        reading.note(file, None, "size", f"{size:,} or more", expected)
    else:
        yield from _read(table)


def _read(table, columns: list[str] | None = None) -> Iterator:
    for n in range(table.num_row_groups):
        rows = _rows_at_once(table.metadata.row_group(n))
        yield from table.iter_batches(rows, row_groups=[n], columns=columns)


def _unfolded(table, limit: int) -> int:
    """What a file declares and what its repeated texts come to, until the limit."""
    meta = table.metadata
    size = sum(_declared(meta.row_group(n)) for n in range(meta.num_row_groups))
    packed = _DICTIONARY | _DELTA
    found = (n for n in range(meta.num_columns) if _encodings(meta, n) & packed)
    columns = [meta.schema.column(n).path for n in found]
    for batch in _read(table, columns) if columns and size <= limit else ():
        size += sum(map(_characters, batch.columns))
        if size > limit:
            break
    return size


def _encodings(meta, column: int) -> set[str]:
    groups = (meta.row_group(n) for n in range(meta.num_row_groups))
    return {name for group in groups for name in group.column(column).encodings}


def _declared(group) -> int:
    columns = [group.column(n) for n in range(group.num_columns)]
    sizes = ((c.total_uncompressed_size, c.num_values) for c in columns)
    held = sum(max(size, VALUE * values) for size, values in sizes)
    return held + ROW * group.num_rows


def _rows_at_once(group) -> int:
    """Rows of a batch, so that it is no larger than :data:`BATCH` as a rule."""
    most = BATCH * group.num_rows // max(1, _declared(group))
    for n in range(group.num_columns):
        column = group.column(n)
        if _DELTA & set(column.encodings):  # each text may repeat all before it
            most = min(most, BATCH // max(1, column.total_uncompressed_size))
    return max(1, most)


def _characters(array) -> int:
    """Bytes of a column when each row holds its texts; counted without making them."""
    import pyarrow.compute as pc
    from pyarrow import types

    kind = array.type
    if types.is_dictionary(kind):
        lengths = pc.binary_length(array.dictionary)
        return pc.sum(lengths.take(array.indices)).as_py() or 0
    if not types.is_nested(kind):
        return array.nbytes
    parts = array.flatten()
    return sum(map(_characters, parts if types.is_struct(kind) else [parts]))


def _unknown_zone(schema) -> tuple[str, str] | None:
    """The first column with times in a zone that is not known here, and the zone."""
    from pyarrow import scalar, timestamp

    for field in schema:  # "list<item: timestamp[ms, tz=Europe/Paris]>"
        for zone in re.findall(r", tz=([^\]]*)\]", str(field.type)):
            try:
                scalar(0, timestamp("s", zone)).as_py()
            except (LookupError, ValueError):
                return field.name, zone
    return None
