"""NDJSON: each line is an object or refused with its place, and reading goes on from any row."""

import io
from decimal import Decimal
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from leadkeep.files import BadRow, NdjsonReader, ObjectRejectWriter, TypedRow

LINES = st.sampled_from(
    ["{}", '{"a": 1}', '{"a": "é"}', "", " ", "[]", "{", "\ud800", '{"b": [1.50]}']
)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])
FILES = st.lists(st.tuples(LINES, ENDS), max_size=6).map(lambda lines: "".join(map("".join, lines)))
MARKS = st.sampled_from([b"", b"\xef\xbb\xbf"])
BLOCKS = st.sampled_from([1, 2, 7, 65_536])


@given(FILES, MARKS, BLOCKS, st.data())
def test_reading_goes_on_from_each_position(
    text: str, mark: bytes, block: int, draw: st.DataObject
) -> None:
    """A job that was killed goes on behind the last row whose effect is stored."""
    data = mark + text.encode("utf-8", "surrogatepass")
    with patch("leadkeep.files.text.BLOCK_BYTES", block):
        reader = NdjsonReader(io.BytesIO(data))
        found, positions = [], [reader.position()]
        for row in reader:
            found.append(row)
            positions.append(reader.position())
        end = reader.position()
    assert reader.has_ended
    assert found == list(NdjsonReader(io.BytesIO(data)))  # the size of blocks changes nothing
    index = draw.draw(st.integers(0, len(found)))
    rest = NdjsonReader(io.BytesIO(data), positions[index])
    assert list(rest) == found[index:]
    assert rest.position() == end


def test_rows_have_the_numbers_of_their_lines() -> None:
    rows = list(NdjsonReader(io.BytesIO(b'{"a": 1}\n\n[]\n{"a": 0.10}')))
    assert rows[0] == TypedRow(1, {"a": 1})
    assert isinstance(rows[1], BadRow)
    assert str(rows[1]) == "row 3 (line 3): not a JSON object"
    assert rows[2] == TypedRow(4, {"a": Decimal("0.10")})


def test_refused_objects_are_lines_with_the_reason() -> None:
    """Numbers keep their digits, an earlier reason is replaced, and no line is lost."""
    stream = io.BytesIO()
    rows = list(NdjsonReader(io.BytesIO(b'{"a": 0.10, "Why": "x"}\n{\n')))
    values = [each.values if isinstance(each, BadRow) else [each.values] for each in rows]
    ObjectRejectWriter(stream, "Why").write(zip(values, ["wrong", "broken"], strict=True))
    assert stream.getvalue() == b'{"a":0.10,"Why":"wrong"}\n{"line":"{\\n","Why":"broken"}\n'
