//! The mark of our own signatures: who made it stands in the signature dictionary, which the signature itself covers.
//!
//! A CMS structure has several right spellings (either of two values for a signature's second half, parameters written or left out,
//! the signer named in two ways, further certificates in the bag). Signatures of other programs are taken in any of them. Ours have
//! exactly one, and the mark tells that it must be that one: so no byte of a file we signed can be changed.

use super::pdf::{Dict, Value};

const PROGRAM: &[u8] = b"pipia";

/// Writes the mark (the signature build dictionary).
pub(super) fn set(dict: &mut Dict) {
    let mut program = Dict::default();
    program.set(b"Name", Value::Name(PROGRAM.to_vec()));
    let mut build = Dict::default();
    build.set(b"App", Value::Dict(program));
    dict.set(b"Prop_Build", Value::Dict(build));
}

/// Whether the dictionary says that this program signed.
pub(super) fn is_set(dict: &Dict) -> bool {
    let build = dict.get(b"Prop_Build").and_then(Value::as_dict);
    let program = build.and_then(|build| build.get(b"App")?.as_dict());
    program.is_some_and(|program| program.is_name(b"Name", PROGRAM))
}
