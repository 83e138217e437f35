//! Work on many files that wait for nothing from each other: half of it on a second thread.

use std::panic::resume_unwind;
use std::thread;

/// Reads every item in order; those from `middle` on, on a second thread. For work that a user waits for, on at least two cores.
pub fn in_halves<'s, T: Sync, R: Send>(items: &'s [T], middle: usize, read: impl Fn(&'s T) -> R + Sync) -> Vec<R> {
    let (ours, theirs) = items.split_at(middle.min(items.len()));
    thread::scope(|scope| {
        let other = scope.spawn(|| theirs.iter().map(&read).collect::<Vec<_>>());
        let mut found: Vec<_> = ours.iter().map(&read).collect();
        found.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        found
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_stays_wherever_the_middle_is() {
        let items = [1, 2, 3, 4, 5];
        for middle in [0, 2, 5, 9] {
            assert_eq!(in_halves(&items, middle, |item| item * 10), [10, 20, 30, 40, 50]);
        }
    }
}
