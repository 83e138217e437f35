//! Widths of columns: shares as given, but no column so narrow that it breaks words.

use super::super::flow::Flow;
use super::{Dress, Grid, columns};
use crate::report::{
    document::{Column, Table},
    line::widest,
    metrics::TEXT_WIDTH,
};

/// A longer stretch (a digest, an address) may break anywhere and asks for no room.
const LONGEST_WORD: f32 = TEXT_WIDTH * 0.25;

impl Flow<'_, '_> {
    /// The columns of a table: by their shares, and wide enough for their words as far as the table allows.
    pub(super) fn fitted(&mut self, table: &Table, dress: Dress) -> Grid {
        let shares = shares(table);
        let mut least = vec![0.0_f32; shares.len()];
        let body = table.rows.iter().filter(|row| !table.is_band(row));
        let rows = table.head.iter().map(|row| (row, dress.head));
        for (row, setting) in rows.chain(body.map(|row| (row, dress.cell))) {
            for (cell, least) in row.iter().zip(&mut least).filter(|(cell, _)| !cell.as_above) {
                let spans = self.spans(&cell.text, setting);
                let word = widest(self.ruler, &spans);
                if word <= LONGEST_WORD {
                    *least = least.max(word + 2.0 * dress.pad_x + 0.1);
                }
            }
        }
        columns(&widened(&shares, &least))
    }
}

/// The shares of the columns; rows with more cells than columns get further columns of mean width, so that nothing is lost.
#[expect(clippy::cast_precision_loss, reason = "a table has few columns")]
fn shares(table: &Table) -> Vec<f32> {
    let cells = table.head.iter().chain(&table.rows).map(Vec::len).max().unwrap_or(0);
    let mut shares: Vec<f32> = table
        .columns
        .iter()
        .map(|Column { width, .. }| width.max(0.01))
        .collect();
    let mean = if shares.is_empty() {
        1.0
    } else {
        shares.iter().sum::<f32>() / shares.len() as f32
    };
    while shares.len() < cells {
        shares.push(mean);
    }
    shares
}

/// Widths in points: columns below their least width get it, the others share what is left. Without enough room for all, the shares.
fn widened(shares: &[f32], least: &[f32]) -> Vec<f32> {
    if least.iter().sum::<f32>() >= TEXT_WIDTH {
        return shares.to_vec();
    }
    let mut fixed = vec![false; shares.len()];
    loop {
        let held: f32 = least
            .iter()
            .zip(&fixed)
            .filter(|(_, fixed)| **fixed)
            .map(|(least, _)| least)
            .sum();
        let free: f32 = shares
            .iter()
            .zip(&fixed)
            .filter(|(_, fixed)| !**fixed)
            .map(|(share, _)| share)
            .sum();
        let width = |share: f32| (TEXT_WIDTH - held) * share / free.max(f32::EPSILON);
        let widths: Vec<f32> = (shares.iter().zip(least).zip(&fixed))
            .map(|((share, least), fixed)| if *fixed { *least } else { width(*share) })
            .collect();
        let narrow = (0..widths.len()).find(|at| fixed.get(*at) == Some(&false) && widths.get(*at) < least.get(*at));
        match narrow.and_then(|at| fixed.get_mut(at)) {
            Some(fixed) => *fixed = true,
            None => return widths,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_as_wide_as_its_widest_word_and_the_others_give_room() {
        let widths = widened(&[1.0, 1.0, 2.0], &[0.0, 150.0, 20.0]);
        assert!((widths[1] - 150.0).abs() < 0.01);
        assert!((widths[2] - 2.0 * widths[0]).abs() < 0.01);
        assert!((widths.iter().sum::<f32>() - TEXT_WIDTH).abs() < 0.1);
    }

    #[test]
    fn shares_stay_where_words_fit_or_no_room_is_left() {
        let even = widened(&[1.0, 3.0], &[10.0, 10.0]);
        assert!((even[1] - 3.0 * even[0]).abs() < 0.01);
        assert_eq!(widened(&[1.0, 3.0], &[300.0, 300.0]), [1.0, 3.0]);
    }
}
