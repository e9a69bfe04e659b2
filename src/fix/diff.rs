//! What has changed, as a unified diff.

use similar::TextDiff;
use std::path::Path;

/// The unified diff from one text to another, empty if they are the same. Below the current folder the
/// paths begin with `a/` and `b/`, so that `git apply` and `patch -p1` read it.
pub fn diff(path: &str, before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    let below = Path::new(path).is_relative() && !path.starts_with("..");
    let (a, b) = if below { ("a/", "b/") } else { ("", "") };
    TextDiff::from_lines(before, after)
        .unified_diff()
        .header(&format!("{a}{path}"), &format!("{b}{path}"))
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::diff;

    #[test]
    fn a_line_more_and_no_line_end_at_the_end() {
        assert_eq!(
            diff("x/a.yaml", "a: 1\nb: 2", "a: 1\nb: 2\nc: 3"),
            "--- a/x/a.yaml\n+++ b/x/a.yaml\n@@ -1,2 +1,3 @@\n a: 1\n-b: 2\n\\ No newline at end of file\n+b: 2\n+c: 3\n\\ No newline at end of file\n"
        );
        assert_eq!(diff("a.yaml", "a: 1\n", "a: 1\n"), "");
        assert!(diff("../a.yaml", "a\r\n", "b\r\n").starts_with("--- ../a.yaml\n+++ ../a.yaml\n"));
    }
}
