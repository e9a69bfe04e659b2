//! See `courtesy_fuzz::lexicon`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| courtesy_fuzz::lexicon(bytes));
