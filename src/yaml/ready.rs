//! The trees that `build.rs` has made of the files of `rules/`, which would otherwise be parsed
//! at every start.
//!
//! They are found by the file's path and the bytes of the part that was read, so that whoever
//! reads a part need not know of them. A file of the user's own is never looked up.

use super::Tree;
use crate::source::Span;

/// All trees, one after the other.
static TREES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/trees"));

/// First byte and end of a part that was read, and where its tree begins.
type ReadyPart = (u32, u32, u32);

/// The parts of each file, in order; files by path.
#[allow(
    clippy::unreadable_literal,
    reason = "nobody reads what the build writes"
)]
static FILES: &[(&str, &[ReadyPart])] = include!(concat!(env!("OUT_DIR"), "/parts_of_rules.rs"));

fn parts_of(path: &str) -> &'static [ReadyPart] {
    let found = FILES.binary_search_by(|(of, _)| (*of).cmp(path));
    found.map_or(&[], |at| FILES[at].1)
}

/// The tree of a part of a built-in file, with the spans of that part; nothing if none was made.
pub(crate) fn ready(path: &str, part: Span) -> Option<Tree> {
    let parts = parts_of(path);
    let found =
        parts.binary_search_by(|(start, end, _)| (*start, *end).cmp(&(part.start, part.end)));
    let (.., at) = parts.get(found.ok()?)?;
    Tree::unpacked(TREES.get(*at as usize..)?)
}

/// The parts in which a built-in file was read, in order.
pub(crate) fn ready_parts(path: &str) -> impl Iterator<Item = Span> {
    parts_of(path).iter().map(|(start, end, _)| Span {
        start: *start,
        end: *end,
    })
}

/// How many bytes of the program are nodes of files whose paths begin so, with what is needed to find them.
#[cfg(test)]
pub(crate) fn ready_bytes(paths: &str) -> usize {
    let mut starts: Vec<u32> = Vec::new();
    starts.extend(
        FILES
            .iter()
            .flat_map(|(_, parts)| parts.iter().map(|it| it.2)),
    );
    starts.push(TREES.len() as u32);
    starts.sort_unstable();
    let size_from = |at: u32| starts[starts.partition_point(|start| *start <= at)] - at;
    let of_file = |(path, parts): &(&str, &[ReadyPart])| {
        let trees: u32 = parts.iter().map(|it| size_from(it.2)).sum();
        trees as usize + size_of_val(*parts) + path.len() + size_of::<(&str, &[ReadyPart])>()
    };
    let theirs = FILES.iter().filter(|(path, _)| path.starts_with(paths));
    theirs.map(of_file).sum()
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn what_was_made_ready_is_what_the_files_say() {
        assert!(FILES.is_sorted());
        for (path, parts) in FILES {
            assert!(parts.is_sorted());
            let text = std::fs::read_to_string(path).unwrap();
            for part in ready_parts(path) {
                let (parsed, problems) = parse(&text[part.start as usize..part.end as usize]);
                assert_eq!(problems, [], "{path}");
                let ready = ready(path, part).expect("it is listed");
                let start = part.start;
                assert_eq!(ready.nodes, parsed.nodes, "{path} from byte {start}");
                assert_eq!(ready.decoded, parsed.decoded, "{path} from byte {start}");
                assert_eq!(ready.decoded_ends, parsed.decoded_ends);
                assert_eq!(ready.roots, parsed.roots);
                assert_eq!(ready.damaged, parsed.damaged);
            }
        }
        for folder in ["rules/law", "rules/holidays", "rules/holidays/announced"] {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let is_yaml = path.extension().is_some_and(|it| it == "yaml");
                let path = path.to_str().unwrap();
                assert!(
                    !is_yaml || !parts_of(path).is_empty(),
                    "{path} is not among them"
                );
            }
        }
    }

    #[test]
    fn bytes_that_are_no_tree_are_none() {
        let text = "a: [1, {b: \"c\\td\"}]\n";
        let packed = parse(text).0.packed();
        assert!(Tree::unpacked(&packed).is_some());
        for end in 0..packed.len() {
            assert!(Tree::unpacked(&packed[..end]).is_none(), "{end} bytes");
        }
    }
}
