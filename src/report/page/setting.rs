//! How text is set: in which roles, and how its lines are placed.

use crate::report::metrics::Role;

/// The set of roles text is set in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    pub(super) plain: Role,
    pub(super) strong: Role,
    pub(super) small: Role,
    pub(super) code: Role,
}

impl Setting {
    pub(super) const BODY: Self = Self {
        plain: Role::Body,
        strong: Role::Strong,
        small: Role::Small,
        code: Role::Code,
    };
    pub(super) const CELL: Self = Self {
        plain: Role::Cell,
        strong: Role::CellStrong,
        small: Role::CellSmall,
        code: Role::CellCode,
    };
    pub(super) const HEAD: Self = Self {
        plain: Role::CellStrong,
        strong: Role::CellStrong,
        small: Role::CellSmall,
        code: Role::CellCode,
    };
    pub(super) const FINE: Self = Self {
        plain: Role::Fine,
        strong: Role::FineStrong,
        small: Role::FineSmall,
        code: Role::FineCode,
    };
    pub(super) const FINE_HEAD: Self = Self {
        plain: Role::FineStrong,
        strong: Role::FineStrong,
        small: Role::FineSmall,
        code: Role::FineCode,
    };
    pub(super) const NOTE: Self = Self {
        plain: Role::Note,
        strong: Role::Note,
        small: Role::Note,
        code: Role::Note,
    };
    pub(super) const COVER: Self = Self {
        plain: Role::CoverText,
        strong: Role::Strong,
        small: Role::Small,
        code: Role::Code,
    };
}

/// How the lines of a text are placed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub(super) x: f32,
    pub(super) width: f32,
    pub(super) indent: f32,
    pub(super) leading: f32,
    /// Spread lines out to the full width.
    pub(super) spread: bool,
}
