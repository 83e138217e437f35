//! What the tests share: pictures of screens, and a terminal to run the program in.
#![allow(
    dead_code,
    reason = "one binary holds all tests; what a journey does not need today, the next one does"
)]

pub(crate) mod journey;
pub(crate) mod pty;
pub(crate) mod real;
pub(crate) mod screen;
pub(crate) mod typist;
pub(crate) mod world;
