"""Delimited rows: whatever is written is read again, and whatever is read has its exact place."""

import csv
import io
import tracemalloc
from collections.abc import Iterator, Sequence
from typing import BinaryIO, cast
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkeep.files import BadRow, BrokenFile, Position, Row, RowReader, RowWriter

DELIMITERS = st.sampled_from([",", "\t", ";"])
CELLS = st.text(st.sampled_from('ab,;\t"\n\r é\U0001f600\0'), min_size=1, max_size=6)
TABLES = st.integers(1, 4).flatmap(
    lambda columns: st.lists(st.lists(CELLS, min_size=columns, max_size=columns), min_size=1)
)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])
BLOCKS = st.sampled_from([1, 2, 3, 7, 65_536])
LINE = b"x" * 999 + b"\n"
JUNK = st.builds(
    bytes.__add__,
    st.sampled_from([b"a,b\n", b"\xef\xbb\xbfa,b\n", b"\xff\xfea\0\n\0", b"\xfe\xff\0a\0\n"]),
    st.binary(max_size=12) | st.text(st.sampled_from('a,"\n\r\xe9\0')).map(str.encode),
)


def written(rows: Sequence[Sequence[object]], header: list[str], delimiter: str = ",") -> bytes:
    stream = io.BytesIO()
    RowWriter(stream, header, delimiter).write(rows)
    return stream.getvalue()


def read(data: bytes, delimiter: str = ",") -> list[Row | BadRow]:
    return list(RowReader(io.BytesIO(data), delimiter))


@given(TABLES, DELIMITERS, ENCODINGS, BLOCKS)
def test_what_is_written_is_read_again(
    rows: list[list[str]], delimiter: str, encoding: str, block: int
) -> None:
    header = [f"c{index}" for index, _ in enumerate(rows[0])]
    data = written(rows, header, delimiter).decode().encode(encoding)
    with patch("leadkeep.files.text.BLOCK_BYTES", block):
        reader = RowReader(io.BytesIO(data), delimiter)
        assert reader.header == header
        found = list(reader)
    assert [each.values for each in found] == rows
    assert [each.number for each in found] == list(range(2, len(rows) + 2))


@given(JUNK, BLOCKS, st.data())
def test_reading_goes_on_from_each_position(data: bytes, block: int, draw: st.DataObject) -> None:
    """A job that was killed goes on behind the last row whose effect is stored."""
    with patch("leadkeep.files.text.BLOCK_BYTES", block):
        reader = RowReader(io.BytesIO(data))
        found, positions = [], [reader.position()]
        for row in reader:
            found.append(row)
            positions.append(reader.position())
        end = reader.position()
    assert found == read(data)  # the size of blocks changes nothing
    index = draw.draw(st.integers(0, len(found)))
    rest = RowReader(io.BytesIO(data), start=positions[index])
    assert list(rest) == found[index:]
    assert rest.position() == end


@given(st.binary(max_size=40))
def test_all_bytes_are_rows_or_refused_with_their_place(data: bytes) -> None:
    try:
        rows = read(data)
    except BrokenFile:
        return
    numbers = [row.number for row in rows]
    assert numbers == sorted(set(numbers))
    assert all(row.number > 1 and row.line > 0 for row in rows)
    assert all(isinstance(row, Row) or row.reason for row in rows)


def test_numbers_count_as_a_spreadsheet_does() -> None:
    rows = read(b'a,b\n\n"x\ny",1\nz,2\n')
    assert rows == [Row(3, 3, ["x\ny", "1"]), Row(4, 5, ["z", "2"])]


def test_a_bad_row_does_not_stop_its_neighbours() -> None:
    rows = read(b'a,b\n1,2\n"x"y,3\n1\n\xe9,4\n5,6\n"7,8\n')
    assert [str(row) for row in rows if isinstance(row, BadRow)] == [
        "row 3 (line 3): text follows a closing quote",
        "row 4 (line 4): 1 cell, but the header has 2",
        "row 5 (line 5): byte 17 of the file is not UTF-8",
        "row 7 (line 7): a quote is not closed before the end of the file",
    ]
    assert [row.values for row in rows] == [
        ["1", "2"],
        ['"x"y,3'],
        ["1"],
        ["\N{REPLACEMENT CHARACTER}", "4"],
        ["5", "6"],
        ['"7,8'],
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b"a,b,a\n", "row 1: two columns have the name 'a'"),
        (b"\n\xe9\n", "row 2: byte 1 of the file is not UTF-8"),
        ("a,b\n".encode("utf-32"), "row 1: the file is UTF-32; save it as UTF-8"),
        (
            "a,b\n".encode("utf-16-le"),
            "row 1: a name has a NUL character: the file is not UTF-8 text",
        ),
    ],
)
def test_a_file_without_a_usable_header_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(BrokenFile) as caught:
        read(data)
    assert str(caught.value) == reason


def test_a_long_cell_is_read_and_other_users_of_csv_keep_their_limit() -> None:
    (row,) = read(b"a\n" + b"x" * 5_000_000)
    assert len(row.values[0]) == 5_000_000
    assert csv.field_size_limit() == 131_072


def test_a_row_that_is_too_long_is_skipped() -> None:
    rows = read(b"a,b\n" + b"x" * 9_000_000 + b",1\nc,2\n")
    assert [str(row) for row in rows] == [
        "row 2 (line 2): the row is longer than 8,388,608 characters",
        str(Row(3, 3, ["c", "2"])),
    ]


def test_a_quote_that_never_closes_ends_the_file_without_filling_the_memory() -> None:
    class Endless(io.RawIOBase):
        """A header, a quote, then lines without end."""

        def __init__(self) -> None:
            self.chunks: Iterator[bytes] = iter([b"a,b\n", b'"'])
            self.bytes = 0

        def read(self, size: int = -1) -> bytes:
            assert size > 0
            chunk = next(self.chunks, LINE * 60)
            self.bytes += len(chunk)
            return chunk

    stream = Endless()
    tracemalloc.start()
    rows = list(RowReader(cast("BinaryIO", stream)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(rows) == 1
    assert isinstance(rows[0], BadRow)
    assert rows[0].ends_file
    assert stream.bytes < 9_000_000
    assert peak < 64_000_000


def test_memory_does_not_grow_with_the_file() -> None:
    class Rows(io.RawIOBase):
        """200,000 rows."""

        def __init__(self) -> None:
            self.chunks = iter([b"a,b\n", *([b"one,two\n" * 5_000] * 40)])

        def read(self, size: int = -1) -> bytes:
            assert size > 0
            return next(self.chunks, b"")

    tracemalloc.start()
    count = sum(row.number > 0 for row in RowReader(cast("BinaryIO", Rows())))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 200_000
    assert peak < 1_000_000


def test_values_are_written_as_the_original_writes_them() -> None:
    values = ["a", None, True, False, 1, 2.5, 'x"y', "p,q", {"Reason": "r", "n": 1}]
    header = [f"c{index}" for index, _ in enumerate(values)]
    assert written([values], header).decode().splitlines()[1] == (
        'a,null,true,false,1,2.5,"x""y","p,q","{""Reason"":""r"",""n"":1}"'
    )


def test_a_carriage_return_is_quoted() -> None:
    """Python before 3.13 leaves it bare, and a reader would see two rows."""
    assert written([["a\rb", "c"], ["d", "e"]], ["x", "y"]) == b'x,y\n"a\rb",c\nd,e\n'


def test_formulas_can_be_kept_from_spreadsheets() -> None:
    stream = io.BytesIO()
    writer = RowWriter(stream, ["a", "b"], has_formulas=False)
    writer.write([["=1+1", -5], ["@x", "plain"], ["-2", None]])
    assert stream.getvalue() == b"a,b\n'=1+1,-5\n'@x,plain\n'-2,null\n"


def test_a_position_is_a_value_that_can_be_stored() -> None:
    reader = RowReader(io.BytesIO("\ufeffa\né\nx\n".encode()))
    next(reader)
    assert reader.position() == Position(byte=8, row=2, line=2)
