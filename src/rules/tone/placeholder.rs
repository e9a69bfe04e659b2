//! Placeholders as the common template engines write them, found without
//! knowing which of them will fill the text in.
//!
//! Liquid, Handlebars, Mustache, Jinja and Twig (`{{x}}`, `{% if x %}`), ERB
//! (`<%= x %>`), `AMPscript` (`%%x%%`), Mailchimp (`*|X|*`), Klaviyo's and others'
//! `[[x]]`, shells and scripts (`${x}`, `#{x}`), and what is left over when a brace is
//! forgotten (`{x}`, `{{x}`).

use crate::source::Span;
use rustc_hash::FxHashSet;

/// A longer placeholder is text.
const LONGEST: usize = 300;

/// Something in a text that is meant to be replaced.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Placeholder<'t> {
    pub(super) span: Span,
    pub(super) form: Form<'t>,
}

/// What it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Form<'t> {
    /// A name that something must fill in: `first_name`.
    Name(&'t str),
    /// An opening without its end, or an end without its opening.
    Broken,
}

/// The pairs that enclose a name, the longer before the shorter.
const PAIRS: [(&str, &str); 9] = [
    ("{{{", "}}}"),
    ("{{", "}}"),
    ("{%", "%}"),
    ("<%", "%>"),
    ("*|", "|*"),
    ("%%", "%%"),
    ("[[", "]]"),
    ("${", "}"),
    ("#{", "}"),
];

/// Tags of Liquid, Jinja and Handlebars that hold no name, or end what another began.
const WITHOUT_NAME: [&str; 4] = ["else", "this", "raw", "comment"];

/// Every placeholder of a text, in its order. Names that a loop or an assignment of the template itself gives are left out.
pub(super) fn placeholders(text: &str) -> Vec<Placeholder<'_>> {
    let mut scan = Scan {
        text,
        found: Vec::new(),
        own: FxHashSet::default(),
        inner: 0,
    };
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        at = scan.step(at, letter);
    }
    scan.found
}

struct Scan<'t> {
    text: &'t str,
    found: Vec<Placeholder<'t>>,
    /// Names that the template itself gives.
    own: FxHashSet<&'t str>,
    /// How many blocks are open in which names are those of something else.
    inner: usize,
}

impl<'t> Scan<'t> {
    /// Reads what stands at a byte; returns the byte behind it.
    fn step(&mut self, at: usize, letter: char) -> usize {
        let rest = &self.text[at..];
        let next = at + letter.len_utf8();
        if !matches!(letter, '{' | '}' | '<' | '*' | '%' | '[' | '$' | '#') {
            return next;
        }
        for (open, close) in PAIRS {
            let Some(inside) = rest.strip_prefix(open) else {
                continue;
            };
            let end = near(inside).find(close);
            let Some(length) = end else {
                // What opens with braces is meant as nothing else.
                if matches!(open, "{{" | "{%") {
                    let line = inside.find('\n').unwrap_or(inside.len()).min(40);
                    let length = near(&inside[..floor(inside, line)]).trim_end().len();
                    self.add(at, at + open.len() + length, Form::Broken);
                    return at + open.len() + length;
                }
                continue;
            };
            let end = at + open.len() + length + close.len();
            let inside = &inside[..length];
            if self.enclosed(open, inside, at, end) {
                return end;
            }
        }
        if rest.starts_with("}}") {
            self.add(at, at + 2, Form::Broken);
            return at + 2;
        }
        if letter == '{'
            && let Some(length) = near(&rest[1..]).find('}')
            && is_name(&rest[1..=length])
            && length > 1
        {
            // `{first_name}}` has lost a brace.
            let form = if rest[length + 2..].starts_with('}') {
                Form::Broken
            } else {
                Form::Name(&rest[1..=length])
            };
            let end = at + length + 2 + usize::from(form == Form::Broken);
            self.add(at, end, form);
            return end;
        }
        next
    }

    /// What stands between two marks; false if it is no placeholder.
    fn enclosed(&mut self, open: &str, inside: &'t str, at: usize, end: usize) -> bool {
        let plain = inside.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '~'));
        match open {
            "{{{" | "{{" => {
                if inside.contains("{{") {
                    self.add(at, at + open.len(), Form::Broken);
                    return false;
                }
                self.braces(plain, at, end);
            }
            "{%" => self.tag(plain),
            "<%" => {
                if let Some(name) = plain.strip_prefix('=') {
                    self.expression(name.trim(), at, end);
                }
            }
            "*|" => {
                let name = plain.split(':').next().unwrap_or(plain);
                let block = [
                    "IF",
                    "IFNOT",
                    "END",
                    "ELSE",
                    "ELSEIF",
                    "INTERESTED",
                    "MC",
                    "DATE",
                    "RSS",
                ];
                if !is_name(name) {
                    return false;
                }
                if !block.contains(&name) {
                    self.add(at, end, Form::Name(name));
                }
            }
            // A per cent sign is doubled by mistake as well, and brackets stand for themselves.
            _ => {
                if !is_name(plain) {
                    return false;
                }
                self.add(at, end, Form::Name(plain));
            }
        }
        true
    }

    /// Between double braces: a name, or a block of Handlebars.
    fn braces(&mut self, inside: &'t str, at: usize, end: usize) {
        let mut words = inside.split_whitespace();
        match inside.chars().next() {
            None => self.add(at, end, Form::Broken),
            Some('!' | '>' | '@' | '.') => {}
            Some('/') => {
                let ends = ["each", "with"];
                if ends.iter().any(|it| inside[1..].trim() == *it) {
                    self.inner = self.inner.saturating_sub(1);
                }
            }
            Some('#' | '^') => {
                let block = words.next().map_or("", |word| &word[1..]);
                match block {
                    "if" | "unless" => {
                        if let Some(name) = words.next() {
                            self.expression(name, at, end);
                        }
                    }
                    "each" | "with" => self.inner += 1,
                    _ => {}
                }
            }
            _ if WITHOUT_NAME.contains(&words.next().unwrap_or_default()) => {}
            _ => self.expression(inside.trim_start_matches('&').trim(), at, end),
        }
    }

    /// A tag of Liquid or Jinja: it may give a name of its own.
    fn tag(&mut self, inside: &'t str) {
        let mut words = inside.split_whitespace();
        let own = match words.next() {
            Some("for" | "assign" | "set" | "capture" | "increment" | "decrement") => words.next(),
            Some("with" | "import" | "macro" | "from") => inside.split([' ', '=', '(']).nth(1),
            _ => None,
        };
        self.own.extend(own.map(|name| name.trim_end_matches(',')));
    }

    /// A name with filters behind it; of a call, those of its words that are names of ours.
    fn expression(&mut self, inside: &'t str, at: usize, end: usize) {
        let name = inside.split('|').next().unwrap_or_default().trim();
        if name.is_empty() || name.starts_with(['"', '\'', '(']) || name.parse::<f64>().is_ok() {
            return;
        }
        let is_title = || {
            name.split(' ')
                .all(|word| word.starts_with(char::is_uppercase) && is_name(word))
        };
        if is_name(name) || is_title() {
            self.name(name, at, end);
            return;
        }
        for word in name.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',')) {
            let ours = ["offer.", "product.", "sender."];
            if ours.iter().any(|it| word.starts_with(it)) && is_name(word) {
                self.name(word, at, end);
            }
        }
    }

    fn name(&mut self, name: &'t str, at: usize, end: usize) {
        let first = name.split(['.', '[']).next().unwrap_or(name);
        if self.inner == 0 && !self.own.contains(first) && first != "this" && first != "loop" {
            self.add(at, end, Form::Name(name));
        }
    }

    fn add(&mut self, start: usize, end: usize, form: Form<'t>) {
        let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(end)) else {
            return;
        };
        let span = Span { start, end };
        self.found.push(Placeholder { span, form });
    }
}

/// Letters, digits and what joins them; not a number.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))
        && !text.ends_with('.')
}

/// The first bytes of a text, or a few fewer so as not to cut a character.
fn near(text: &str) -> &str {
    &text[..floor(text, LONGEST)]
}

fn floor(text: &str, most: usize) -> usize {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::{Form, placeholders};

    fn names(text: &str) -> Vec<&str> {
        let found = placeholders(text);
        let name = |form| match form {
            Form::Name(name) => name,
            Form::Broken => "broken",
        };
        found.into_iter().map(|it| name(it.form)).collect()
    }

    #[test]
    fn every_engine_has_its_marks() {
        for (text, name) in [
            ("Hi {{first_name}},", "first_name"),
            ("Hi {{ first_name | default: \"there\" }},", "first_name"),
            ("Hi {{{first_name}}},", "first_name"),
            ("Hi {{- user.name -}},", "user.name"),
            ("Hi *|FNAME|*,", "FNAME"),
            ("Hi %%FirstName%%,", "FirstName"),
            ("Hi [[first_name]],", "first_name"),
            ("Hi <%= first_name %>,", "first_name"),
            ("Hi ${first_name},", "first_name"),
            ("Hi #{first_name},", "first_name"),
            ("Hi {first_name},", "first_name"),
            ("Hi {{First Name}},", "First Name"),
            ("{{#if company}}at{{/if}}", "company"),
            ("{{ money offer.price }}", "offer.price"),
        ] {
            assert_eq!(names(text), [name], "{text}");
        }
    }

    #[test]
    fn what_the_template_itself_gives_is_known() {
        for text in [
            "{% for item in cart %}{{item.title}}{% endfor %}",
            "{% assign hello = \"Hi\" %}{{hello}}",
            "{{#each items}}{{title}}{{/each}}",
            "{{else}}{{! a note }}{{> footer}}{{this}}",
            "{{ \"text\" }} {{ 5 }}",
            "*|IF:FNAME|*Hi*|END:IF|*",
        ] {
            assert!(names(text).is_empty(), "{text}: {:?}", names(text));
        }
    }

    #[test]
    fn a_lost_brace_is_seen() {
        for text in [
            "Hi {{first_name, welcome",
            "Hi {first_name}}, welcome",
            "Hi first_name}}, welcome",
            "Hi {{}}, welcome",
            "{% if x",
        ] {
            assert_eq!(names(text), ["broken"], "{text}");
        }
    }

    #[test]
    fn ordinary_text_holds_none() {
        for text in [
            "100%% sure, 50% off",
            "a {color: red} b",
            "{Hi|Hello} there",
            "[Unsubscribe](https://example.com)",
            "[x] done, [[1]]",
            "costs $5 {really}? no {a}",
            "x < 5 % of y",
            "*|* **",
        ] {
            let names = names(text);
            assert!(names.is_empty() || names == ["really"], "{text}: {names:?}");
        }
    }
}
