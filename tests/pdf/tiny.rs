//! A font with one letter, a square.

fn be16(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_be_bytes()).collect()
}

/// A TrueType file in which only `letter` has a glyph: a square of one em.
pub(super) fn font(letter: char) -> Vec<u8> {
    let code = u32::from(letter).to_be_bytes();
    let mut cmap = be16(&[0, 1, 3, 10, 0, 12, 12, 0, 0, 28, 0, 0, 0, 1]);
    for number in [code, code, [0, 0, 0, 1]] {
        cmap.extend(number);
    }
    // One contour of four points on the curve, distances as words.
    let mut glyph = be16(&[1, 0, 0, 1000, 1000, 3, 0]);
    glyph.extend([1; 4]);
    glyph.extend(be16(&[0, 0, 1000, 0, 0, 1000, 0, 64_536]));
    let length = u16::try_from(glyph.len()).unwrap();
    let mut head = be16(&[1, 0, 1, 0, 0, 0, 0x5F0F, 0x3CF5, 0, 1000]);
    head.extend([0; 16]);
    head.extend(be16(&[0, 0, 1000, 1000, 0, 6, 2, 0, 0]));
    let hhea = be16(&[1, 0, 800, 65_336, 0, 1000, 0, 0, 1000, 1, 0, 0, 0, 0, 0, 0, 0, 2]);
    let maxp = be16(&[1, 0, 2, 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0]);
    let tables = [
        (b"cmap", cmap),
        (b"glyf", glyph),
        (b"head", head),
        (b"hhea", hhea),
        (b"hmtx", be16(&[1000, 0, 1000, 0])),
        (b"loca", be16(&[0, 0, length / 2])),
        (b"maxp", maxp),
    ];
    let mut font = be16(&[1, 0, 7, 64, 2, 48]);
    let mut offset = 12 + 16 * 7;
    for (tag, table) in &tables {
        font.extend(*tag);
        font.extend([0; 4]);
        font.extend(u32::try_from(offset).unwrap().to_be_bytes());
        font.extend(u32::try_from(table.len()).unwrap().to_be_bytes());
        offset += table.len().next_multiple_of(4);
    }
    for (_, table) in tables {
        font.extend(&table);
        font.resize(font.len().next_multiple_of(4), 0);
    }
    font
}
