import zlib

import pytest

from kg.errors import UnreadableSource
from kg.model import Source
from kg.text import Limits, read
from tests.text.papers import Put, lines, pdf, scan

PROSE = [
    "The ministers of foreign affairs of the region met in Lima and discussed",
    "the ways in which they can strengthen the protection of those who move.",
]


def text(data: bytes, limits: Limits | None = None) -> str:
    return read(Source("x.pdf", data), limits).text


def test_wrapped_lines_are_one_paragraph_and_a_gap_parts_two() -> None:
    page = lines([*PROSE, "", "They agreed to meet again in Quito."])
    assert text(pdf(page)) == f"{PROSE[0]} {PROSE[1]}\n\nThey agreed to meet again in Quito.\n"


def test_lines_that_end_early_stay_lines() -> None:
    page = [*lines(["JOINT COMMUNIQUE", "Lima, 3 June 2020"]), *lines(PROSE, top=680)]
    assert text(pdf(page)).startswith("JOINT COMMUNIQUE\nLima, 3 June 2020\n\nThe ministers")


def test_items_stand_on_their_own_lines() -> None:
    page = lines(["The ministers:", "", "1. agree on ports;", "2. agree on borders;", "(a) by land,", "• by sea."])
    assert text(pdf(page)) == ("The ministers:\n\n1. agree on ports;\n2. agree on borders;\n(a) by land,\n• by sea.\n")


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        (
            "The ministers of the region agreed on the migra-",
            "tion of people who live in all of its countries.",
            "migration",
        ),
        (
            "The ministers of the region agreed on the non-",
            "refoulement of people who flee to its countries.",
            "non-refoulement",
        ),
        (
            "The co-operation of the ministers began, and co-",
            "operation goes on among the countries of it all.",
            "co-operation goes",
        ),
        (
            "The ministers of the region met with the Asia-",
            "Pacific countries and with those of the Gulf too.",
            "Asia-Pacific",
        ),
    ],
)
def test_a_word_that_a_line_breaks_is_whole(above: str, below: str, joined: str) -> None:
    found = text(pdf(lines([above, below])))
    assert joined in found
    assert "\ufffe" not in found
    assert "\n" not in found.rstrip("\n")


def test_columns_are_read_one_after_the_other_under_what_goes_across() -> None:
    left = [
        "The ministers of the region met",
        "in Lima and agreed on a plan for",
        "all those who move from one of",
        "its countries to another and on",
    ]
    right = [
        "the means that they will give to",
        "it. They will meet again in the",
        "second half of the year 2021 at",
        "Quito, which offered its halls.",
    ]
    page = [Put(120, 790, "JOINT COMMUNIQUE OF THE FIFTH MEETING OF MINISTERS", 12), *lines(left), *lines(right, x=320)]
    interleaved = [page[0], *(put for pair in zip(page[1:5], page[5:], strict=True) for put in pair)]
    for drawn in (page, interleaved):
        assert text(pdf(drawn)) == (
            "JOINT COMMUNIQUE OF THE FIFTH MEETING OF MINISTERS\n\n" + " ".join([*left, *right]) + "\n"
        )


def test_labels_beside_their_values_are_rows_and_no_columns() -> None:
    labels, values = ["Date", "Venue", "Host", "Chair", "Theme"], ["3 June 2020", "Lima", "Peru", "Minister A", "Ports"]
    page = [*lines(labels), *lines(values, x=200)]
    assert text(pdf(page)) == "\n\n".join(f"{a}: {b}" for a, b in zip(labels, values, strict=True)) + "\n"


def pages(*themes: str) -> list[list[Put]]:
    return [
        [
            Put(72, 800, "Forum of Lakes - Joint Communique", 9),
            *lines([f"The governments decided to hold a meeting on {theme} in the second half of the"], top=740),
            *lines([f"year with all those whom {theme} concerns in the region and together with"], top=726),
            *lines([f"those of its neighbours who have a part in the matter of {theme} there and"], top=712),
            Put(280, 40, f"Page {number} of {len(themes)}", 9),
        ]
        for number, theme in enumerate(themes, 1)
    ]


def test_running_headers_and_page_numbers_do_not_cut_a_sentence() -> None:
    found = text(pdf(*pages("ports", "roads", "lakes")))
    assert found.startswith("Forum of Lakes - Joint Communique\n\nThe governments")
    assert found.count("Forum of Lakes") == 1
    assert found.count("there and The governments") == 2
    assert "Page" not in found


@pytest.mark.parametrize("number", ["1", "- 1 -", "Page 1", "Página 1 de 3", "1/3", "iv"])
def test_a_page_number_that_stands_alone_is_left_out(number: str) -> None:
    assert text(pdf([*lines(PROSE), Put(290, 40, number)])) == " ".join(PROSE) + "\n"


def test_the_number_of_a_footnote_is_left_out_and_the_note_stands_at_the_end() -> None:
    first = [
        Put(72, 740, "They agreed on borders"),
        Put(186.3, 744, "12", 6),
        Put(197, 740, "and on ports."),
        Put(72, 700, "They met."),
    ]
    first += [Put(72, 64, "12", 5), Put(79, 60, "See the outcome of the fourth meeting.", 8)]
    assert text(pdf(first, lines(["They thanked Peru."]))) == (
        "They agreed on borders and on ports.\n\nThey met.\n\nThey thanked Peru.\n\n"
        "[12] See the outcome of the fourth meeting.\n"
    )


def test_raised_letters_stay() -> None:
    page = [Put(72, 740, "The 4"), Put(99.6, 744, "th", 6), Put(108, 740, "meeting was held in Lima.")]
    assert text(pdf(page)) == "The 4th meeting was held in Lima.\n"


@pytest.mark.parametrize("way", [b"1 0 0 1", b"0 1 -1 0", b"-1 0 0 -1", b"0 -1 1 0"])
def test_a_page_is_read_in_the_direction_that_it_is_written_in(way: bytes) -> None:
    first, second = {
        b"1 0 0 1": ((100, 400), (100, 386)),
        b"0 1 -1 0": ((300, 100), (314, 100)),
        b"-1 0 0 -1": ((500, 400), (500, 414)),
        b"0 -1 1 0": ((300, 700), (286, 700)),
    }[way]
    data = pdf([Put(*first, PROSE[0]), Put(*second, PROSE[1])]).replace(b"1 0 0 1", way)
    assert text(data) == " ".join(PROSE) + "\n"


def test_a_stamp_across_the_page_is_no_part_of_the_text() -> None:
    page = lines(PROSE)
    stamped = pdf([*page, Put(200, 300, "DRAFT", 60)]).replace(b"1 0 0 1 200 300", b".7 .7 -.7 .7 200 300")
    assert "DRAFT" not in text(stamped)


def test_a_scan_says_that_it_needs_recognition() -> None:
    with pytest.raises(UnreadableSource, match=r"is a scan.*OCR"):
        text(scan(3))


def test_a_longer_pdf_than_the_limit_is_refused() -> None:
    with pytest.raises(UnreadableSource, match="too many pages"):
        text(pdf(*[lines(PROSE)] * 5), Limits(max_pages=4))


def flate_bomb(megabytes: int) -> bytes:
    packed = zlib.compressobj(9)
    once = b"".join(packed.compress(b" " * 1_000_000) for _ in range(megabytes)) + packed.flush()
    twice = zlib.compress(once, 9)
    content = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream" % (len(twice), twice)
    plain = pdf(lines(["x"]))
    start = plain.index(b"<< /Length")
    return plain[:start] + content + plain[plain.index(b"endstream", start) + 9 :]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (pdf(lines(PROSE))[:300], "is damaged"),
        (b"%PDF-1.7\n" + bytes(n * n % 251 for n in range(2_000)), "is damaged|no words"),
        (flate_bomb(900), "cannot be read safely|no words|too long"),
        (pdf(lines(PROSE)).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]"), "is damaged|no words"),
    ],
    ids=["cut", "noise", "bomb", "loop"],
)
def test_a_hostile_pdf_is_refused_with_its_reason(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableSource, match=says) as caught:
        text(data)
    assert caught.value.fix


def test_a_pdf_that_takes_too_long_is_given_up() -> None:
    page = [put for row in range(50) for put in lines(["a b c d e f g h i j k l m n o p q r s t"] * 50, top=800 - row)]
    with pytest.raises(UnreadableSource, match="too long"):
        text(pdf(*[page] * 40), Limits(max_seconds=0.5))
