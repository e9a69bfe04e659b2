//! See `courtesy_fuzz::law`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| courtesy_fuzz::law(bytes));
