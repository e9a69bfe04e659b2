//! The trees that `build.rs` has made of the files of `rules/`, which would otherwise be parsed
//! at every start.
//!
//! They are found by the file's path and the bytes of the part that was read, so that whoever
//! reads a part need not know of them. A file of the user's own is never looked up.

use super::Tree;
use crate::source::Span;

/// All trees, one after the other.
static TREES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/trees"));

/// Path, first byte and end of each part that was read, sorted, and where its tree begins.
#[allow(
    clippy::unreadable_literal,
    reason = "nobody reads what the build writes"
)]
static PARTS: &[(&str, u32, u32, usize)] = include!(concat!(env!("OUT_DIR"), "/parts_of_rules.rs"));

/// The tree of a part of a built-in file, with the spans of that part; nothing if none was made.
pub(crate) fn ready(path: &str, part: Span) -> Option<Tree> {
    let asked = (path, part.start, part.end);
    let found = PARTS.binary_search_by(|(path, start, end, _)| (*path, *start, *end).cmp(&asked));
    let (.., at) = PARTS.get(found.ok()?)?;
    let (tree, _) = postcard::take_from_bytes(TREES.get(*at..)?).ok()?;
    Some(tree)
}

/// The parts in which a built-in file was read, in order.
pub(crate) fn ready_parts(path: &str) -> impl Iterator<Item = Span> {
    let first = PARTS.partition_point(|(of, ..)| *of < path);
    PARTS[first..]
        .iter()
        .take_while(move |(of, ..)| *of == path)
        .map(|(_, start, end, _)| Span {
            start: *start,
            end: *end,
        })
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn what_was_made_ready_is_what_the_files_say() {
        assert!(PARTS.is_sorted());
        let mut paths: Vec<&str> = Vec::new();
        let mut text = String::new();
        for (path, start, end, _) in PARTS {
            if paths.last() != Some(path) {
                text = std::fs::read_to_string(path).unwrap();
                paths.push(path);
            }
            let part = Span {
                start: *start,
                end: *end,
            };
            let (parsed, problems) = parse(&text[*start as usize..*end as usize]);
            assert_eq!(problems, [], "{path}");
            let ready = ready(path, part).expect("it is listed");
            assert_eq!(ready.nodes, parsed.nodes, "{path} from byte {start}");
            assert_eq!(ready.decoded, parsed.decoded, "{path} from byte {start}");
            assert_eq!(ready.decoded_ends, parsed.decoded_ends);
            assert_eq!(ready.roots, parsed.roots);
            assert_eq!(ready.damaged, parsed.damaged);
        }
        for folder in ["rules/law", "rules/holidays", "rules/holidays/announced"] {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let is_yaml = path.extension().is_some_and(|it| it == "yaml");
                let path = path.to_str().unwrap();
                assert!(
                    !is_yaml || paths.contains(&path),
                    "{path} is not among them"
                );
            }
        }
    }
}
