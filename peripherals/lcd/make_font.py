#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Cuts the display's glyph ROM out of unifont.hex: make_font.py UNIFONT.HEX OUT.CPP

Kept: ASCII, Latin-1, kana, full-width forms, some punctuation, arrows, box drawing, GB 2312 whole, Big5 symbols and level 1.
Written: code points and bitmaps, sorted, narrow (8 x 16) and wide (16 x 16) apart, and for each a hash table from bitmap to
code point. Where code points share a bitmap, the table names one: ASCII first, then Latin-1, then CJK unified, then the lowest.
"""
import os
import sys

RANGES = [(0x20, 0x7E), (0xA0, 0xFF), (0x2010, 0x2027), (0x2030, 0x203B), (0x20AC, 0x20AC), (0x2190, 0x2199),
          (0x2500, 0x259F), (0x25A0, 0x25A1), (0x25B2, 0x25B7), (0x25BC, 0x25BD), (0x25CB, 0x25CF), (0x2605, 0x2606),
          (0x2713, 0x2714), (0x2717, 0x2717), (0x3000, 0x303F), (0x3040, 0x30FF), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6),
          (0xFFFD, 0xFFFD)]
MULTIPLIER = 0x9E3779B97F4A7C15
MASK = (1 << 64) - 1


def wanted():
    points = set()
    for low, high in RANGES:
        points.update(range(low, high + 1))
    for codec, leads, trails in (("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF)),
                                 ("big5", range(0xA1, 0xC7), list(range(0x40, 0x7F)) + list(range(0xA1, 0xFF)))):
        for lead in leads:
            for trail in trails:
                if codec == "big5" and lead == 0xC6 and trail > 0x7E:
                    continue  # level 1 ends at C67E
                try:
                    points.add(ord(bytes((lead, trail)).decode(codec)))
                except (UnicodeDecodeError, TypeError):
                    pass
    return points


def rank(point):
    if point < 0x80:
        return (0, point)
    if point < 0x100:
        return (1, point)
    if 0x4E00 <= point <= 0x9FFF:
        return (2, point)
    return (3, point)


def hash_of(bitmap):
    """The same as hash_of() in text_reader.cpp."""
    value = 0
    for at in range(0, len(bitmap), 8):
        value = ((value ^ int.from_bytes(bitmap[at:at + 8], "big")) * MULTIPLIER) & MASK
        value ^= value >> 29
    return value


def table(glyphs):
    """glyphs: sorted [(code point, bitmap)] -> slots holding index + 1, 0 when free; size a power of two."""
    chosen = {}
    for index, (point, bitmap) in enumerate(glyphs):
        if point in (0x3000, 0xA0):
            continue  # blank: reads as spaces
        if bitmap not in chosen or rank(point) < rank(glyphs[chosen[bitmap]][0]):
            chosen[bitmap] = index
    size = 1
    while size < 2 * len(chosen):
        size *= 2
    slots = [0] * size
    for bitmap, index in chosen.items():
        slot = hash_of(bitmap) % size
        while slots[slot]:
            slot = (slot + 1) % size
        slots[slot] = index + 1
    return slots


def write_array(out, type_name, name, values, columns):
    out.write(f"const {type_name} {name}[] = {{\n")
    for at in range(0, len(values), columns):
        out.write(",".join(str(v) for v in values[at:at + columns]) + ",\n")
    out.write("};\n")


def main():
    source, target = sys.argv[1:3]
    if not os.path.exists(source):
        sys.exit(f"make_font.py: {source} is missing: install package unifont")
    points = wanted()
    narrow, wide = [], []
    with open(source, encoding="ascii") as lines:
        for line in lines:
            code, _, digits = line.strip().partition(":")
            point = int(code, 16)
            if point not in points:
                continue
            bitmap = bytes.fromhex(digits)
            if point == 0xA0 or point == 0x3000:
                bitmap = bytes(len(bitmap))
            (narrow if len(bitmap) == 16 else wide).append((point, bitmap))
    narrow.sort()
    wide.sort()
    if len(narrow) < 190 or len(wide) < 9000:
        sys.exit(f"make_font.py: {source} holds too few glyphs; install package unifont 15 or newer")
    with open(target + ".new", "w", encoding="ascii") as out:
        out.write("// Made by peripherals/lcd/make_font.py from GNU Unifont (OFL 1.1). Do not edit.\n"
                  '#include "peripherals/lcd/font_data.hpp"\n\nnamespace mpos::lcd::font_data {\n')
        for name, glyphs in (("narrow", narrow), ("wide", wide)):
            slots = table(glyphs)
            out.write(f"const std::size_t {name}_count = {len(glyphs)};\n")
            out.write(f"const std::size_t {name}_slot_count = {len(slots)};\n")
            write_array(out, "std::uint16_t", f"{name}_codes", [p for p, _ in glyphs], 24)
            write_array(out, "std::uint16_t", f"{name}_slots", slots, 24)
            write_array(out, "std::uint8_t", f"{name}_rows", [b for _, bitmap in glyphs for b in bitmap], 32)
        out.write("}  // namespace mpos::lcd::font_data\n")
    os.replace(target + ".new", target)


main()
