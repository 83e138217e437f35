//! The worked cases as complete assessments: answer files, embedded.

/// The examples: name of the file and its text, in the order of the home screen. The first two stay blocked by the facts of the
/// case; the third is ready to apply. All parties and data are invented.
pub const EXAMPLES: &[(&str, &str)] = &[
    ("case-a", include_str!("../../questionnaires/examples/case-a.toml")),
    ("case-b", include_str!("../../questionnaires/examples/case-b.toml")),
    ("case-c", include_str!("../../questionnaires/examples/case-c.toml")),
];
