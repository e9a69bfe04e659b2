//! What makes a finding the same one in two runs: its rule, its file and the node that it is about.
//! Not its line, which moves, and not its words, which may hold dates.

use crate::diagnostics::Diagnostic;
use rustc_hash::FxHashMap;

/// Gives out fingerprints. Findings that agree in rule, file and node are told apart by their order.
#[derive(Debug, Default)]
pub(super) struct Fingerprints(FxHashMap<u128, u32>);

impl Fingerprints {
    /// The fingerprint of the next finding: 32 hexadecimal digits.
    pub(super) fn of(&mut self, finding: &Diagnostic) -> String {
        let path = &finding.primary.site.source.path;
        let node = [finding.rule, path, &finding.pointer];
        let before = self.0.entry(hash(&node)).or_default();
        let nth = before.to_string();
        *before += 1;
        let [rule, path, pointer] = node;
        format!("{:032x}", hash(&[rule, path, pointer, &nth]))
    }
}

/// FNV-1a of 128 bits (Fowler, Noll and Vo; RFC 9923): the same on every machine and in every version,
/// which the hashes of the standard library do not promise.
fn hash(parts: &[&str]) -> u128 {
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    bytes.fold(OFFSET, |hash, byte| {
        (hash ^ u128::from(byte)).wrapping_mul(PRIME)
    })
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn the_hash_is_the_published_one() {
        // Of "a", with the three bytes that end the parts, worked out by the definition in Python.
        assert_eq!(
            hash(&["a", "", ""]),
            0x6971_28ab_8a75_7277_b806_e976_f4a3_892c
        );
    }
}
