//! Names and values: a row for each, or two side by side where both are short, as official forms have them.

use super::super::{Ink, Kind, flow::Flow};
use super::row::{Row, RowCell};
use super::{Dress, Grid, columns};
use crate::report::line::{Span, break_lines};

/// Name and value alone in a row.
const ALONE: [f32; 2] = [0.28, 0.72];
/// Two names and values in a row.
const ABREAST: [f32; 4] = [0.19, 0.31, 0.19, 0.31];
/// Fewer rows than that are not worth another grid.
const WORTH: usize = 2;

/// A name and its value.
pub(super) type Pair = (Vec<Span>, Vec<Span>);

impl Flow<'_, '_> {
    pub(super) fn pairs(&mut self, pairs: &[Pair], table: usize, dress: Dress) {
        let abreast = columns(&ABREAST);
        let short: Vec<bool> = pairs.iter().map(|pair| self.is_short(pair, &abreast, dress)).collect();
        let mut rows = grouped(&short);
        let two = rows.iter().filter(|row| row.len() == 2).count();
        if two < WORTH {
            rows = (0..pairs.len()).map(|at| at..at + 1).collect();
        }
        let (alone, across) = if two < WORTH {
            (columns(&ALONE), 1)
        } else {
            (joined(&abreast), 3)
        };
        let count = rows.len();
        for (index, range) in rows.into_iter().enumerate() {
            let parent = self.node(Kind::Row, table);
            let grid = if range.len() == 2 { &abreast } else { &alone };
            let mut cells = Vec::new();
            for (at, (name, value)) in pairs.get(range.clone()).unwrap_or_default().iter().enumerate() {
                let name = self.cell(name, grid.get(2 * at), Kind::RowHead, parent, dress);
                cells.push(RowCell {
                    tint: Some(Ink::HeadTint),
                    ..name
                });
                let value = self.cell(value, grid.get(2 * at + 1), Kind::Cell, parent, dress);
                if range.len() == 1 {
                    self.span_of(value.node, [1, across]);
                }
                cells.push(value);
            }
            let row = Row::new(cells, grid).ruled(index == 0, index + 1 == count);
            self.row(&row, None, dress);
        }
    }

    /// Whether the value fits on one line of half a row, and the name on two.
    fn is_short(&mut self, (name, value): &Pair, grid: &Grid, dress: Dress) -> bool {
        let mut lines = |spans: &[Span], column: usize| {
            let width = grid.get(column).map_or(0.0, |(_, width)| *width) - 2.0 * dress.pad_x;
            break_lines(self.ruler, spans, width, 0.0).len()
        };
        lines(value, 1) <= 1 && lines(name, 0) <= 2
    }
}

/// Which pairs share a row: two neighbours that are both short.
fn grouped(short: &[bool]) -> Vec<std::ops::Range<usize>> {
    let mut rows = Vec::new();
    let mut at = 0;
    while at < short.len() {
        let both = short.get(at..at + 2).is_some_and(|two| two.iter().all(|short| *short));
        let count = if both { 2 } else { 1 };
        rows.push(at..at + count);
        at += count;
    }
    rows
}

/// The first column, and the others as one.
fn joined(grid: &Grid) -> Grid {
    let Some((first, rest)) = grid.split_first() else {
        return Vec::new();
    };
    let x = rest.first().map_or(0.0, |(x, _)| *x);
    vec![*first, (x, rest.iter().map(|(_, width)| width).sum())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_neighbours_share_a_row_and_long_ones_stand_alone() {
        assert_eq!(grouped(&[true, true, true, false, true]), [0..2, 2..3, 3..4, 4..5]);
        assert_eq!(grouped(&[false, true, true]), [0..1, 1..3]);
        assert_eq!(grouped(&[]), []);
    }

    #[test]
    fn a_value_alone_reaches_over_the_other_columns() {
        let grid = vec![(0.0, 10.0), (10.0, 30.0), (40.0, 10.0), (50.0, 30.0)];
        assert_eq!(joined(&grid), [(0.0, 10.0), (10.0, 70.0)]);
    }
}
