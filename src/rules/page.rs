//! A rule's page, read from `rules/catalog/`.
//!
//! Front matter between `---` lines (`name`, `family`, `severity`, `since`,
//! `summary`), then sections with fixed headings. Code blocks under Bad and Good
//! hold complete definitions, which the tests run.

/// A page.
#[derive(Clone, Copy, Debug)]
pub struct Page<'p> {
    front: &'p str,
    /// Everything after the front matter.
    pub body: &'p str,
}

/// The headings that every page has, in this order. Law stands only where there is one.
pub const HEADINGS: [&str; 7] = [
    "What it checks",
    "Why",
    "Law",
    "Bad",
    "Good",
    "Options",
    "What it cannot see",
];

impl<'p> Page<'p> {
    /// Reads a page; without front matter the whole text is its body.
    pub fn read(text: &'p str) -> Self {
        text.strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---\n"))
            .map_or(
                Self {
                    front: "",
                    body: text,
                },
                |(front, body)| Self {
                    front,
                    body: body.trim_start(),
                },
            )
    }

    /// A field of the front matter.
    pub fn field(&self, name: &str) -> Option<&'p str> {
        self.front.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            (key == name).then(|| value.trim().trim_matches('"'))
        })
    }

    /// One sentence on the rule.
    pub fn summary(&self) -> &'p str {
        self.field("summary").unwrap_or_default()
    }

    /// The text under a heading.
    pub fn section(&self, heading: &str) -> Option<&'p str> {
        let mut rest = self.body;
        loop {
            let at = rest.find("## ")?;
            let line_start = at == 0 || rest.as_bytes()[at - 1] == b'\n';
            rest = &rest[at + 3..];
            let (title, after) = rest.split_once('\n').unwrap_or((rest, ""));
            if line_start && title.trim() == heading {
                let end = after.find("\n## ").unwrap_or(after.len());
                return Some(after[..end].trim());
            }
        }
    }

    /// The YAML of a section: the contents of its code blocks with their language words (`yaml`, `yaml courtesy.yaml`).
    pub fn code(&self, heading: &str) -> Vec<(&'p str, &'p str)> {
        let mut blocks = Vec::new();
        let mut rest = self.section(heading).unwrap_or_default();
        while let Some((_, after)) = rest.split_once("```") {
            let Some((language, code)) = after.split_once('\n') else {
                break;
            };
            let Some((code, after)) = code.split_once("```") else {
                break;
            };
            blocks.push((language.trim(), code));
            rest = after;
        }
        blocks
    }
}

#[cfg(test)]
mod tests {
    use super::Page;

    #[test]
    fn a_page_gives_its_fields_sections_and_code() {
        let page = Page::read(
            "---\nname: a-rule\nsummary: Says a thing.\n---\n# a-rule\n\n## Why\n\nBecause.\n\n## Bad\n\n```yaml\na: b\n```\n",
        );
        assert_eq!(page.field("name"), Some("a-rule"));
        assert_eq!(page.summary(), "Says a thing.");
        assert_eq!(page.section("Why"), Some("Because."));
        assert_eq!(page.code("Bad"), [("yaml", "a: b\n")]);
        assert!(page.section("Good").is_none() && page.code("Good").is_empty());
    }
}
