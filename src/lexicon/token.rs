//! A text cut into words, numbers, signs, placeholders, links and telephone
//! numbers, each with what stands before it.
//!
//! Markdown and HTML are looked through, not understood: emphasis is a blank,
//! a block element ends a sentence, a link's address is a token. Nothing here
//! knows a language; the meaning of a word comes from its id.

use super::vocabulary::{Vocabulary, WordId};
use crate::source::Span;

/// What stands between a token and the one before it; the later the weaker their bond.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Gap {
    /// Nothing: `$` and `178`.
    Joined,
    /// A hyphen: `36-month`.
    Hyphen,
    /// Blanks, brackets, quotation marks, emphasis.
    Space,
    /// A slash: `4.95/mo`.
    Slash,
    /// A comma, a colon, a dash.
    Pause,
    /// The end of a sentence or of a list item.
    Sentence,
    /// An empty line or a block of HTML.
    Paragraph,
}

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    /// Letters.
    Word,
    /// Digits with separators.
    Number,
    /// A currency or per-cent sign.
    Sign,
    /// `{{name}}`.
    Placeholder,
    /// A web or mail address.
    Link,
    /// A telephone number.
    Phone,
}

/// A piece of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) span: Span,
    pub(super) shape: Shape,
    pub(super) before: Gap,
    pub(super) word: WordId,
}

impl Token {
    /// Its bytes in the text that it was cut from.
    pub(super) fn text(self, body: &str) -> &str {
        &body[self.span.start as usize..self.span.end as usize]
    }
}

/// A longer tag is text.
const LONGEST_TAG: usize = 2_000;

/// A longer placeholder or address is text; nothing is looked for further away than this.
const LONGEST_NAME: usize = 300;

/// Cuts a text.
pub(super) fn cut(body: &str, vocabulary: &Vocabulary) -> Vec<Token> {
    let mut cutter = Cutter {
        body,
        vocabulary,
        tokens: Vec::with_capacity(body.len() / 6),
        gap: Gap::Paragraph,
        touched: false,
        folded: String::new(),
    };
    cutter.run();
    cutter.tokens
}

struct Cutter<'a> {
    body: &'a str,
    vocabulary: &'a Vocabulary,
    tokens: Vec<Token>,
    /// The strongest break since the last token.
    gap: Gap,
    /// Whether anything stood since the last token.
    touched: bool,
    folded: String,
}

impl Cutter<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(letter) = self.body[at..].chars().next() {
            at = self.step(at, letter);
        }
    }

    /// Reads what stands at a byte; returns the byte after it.
    fn step(&mut self, at: usize, letter: char) -> usize {
        let rest = &self.body[at..];
        match letter {
            '{' if rest.starts_with("{{") => {
                if let Some(length) = placeholder(rest) {
                    self.push(at, at + length, Shape::Placeholder);
                    return at + length;
                }
                self.widen(Gap::Space);
                at + 2
            }
            '{' if rest.starts_with("{%") => {
                self.widen(Gap::Space);
                at + within(rest, "%}").unwrap_or(2)
            }
            '<' => self.tag(at),
            '&' => {
                if let Some((length, sign)) = entity(rest) {
                    if is_sign(sign) {
                        self.push_as(at, at + length, Shape::Sign, sign);
                    } else {
                        self.widen(Gap::Space);
                    }
                    return at + length;
                }
                self.widen(Gap::Space);
                at + 1
            }
            '+' | '(' | '0'..='9' => {
                if let Some(length) = phone(rest) {
                    self.push(at, at + length, Shape::Phone);
                    at + length
                } else if letter.is_ascii_digit() {
                    let length = number(rest);
                    self.push(at, at + length, Shape::Number);
                    at + length
                } else {
                    self.widen(Gap::Space);
                    at + 1
                }
            }
            _ if letter.is_alphabetic() => {
                if let Some(length) = address(rest) {
                    self.push(at, at + length, Shape::Link);
                    return at + length;
                }
                let length = word(rest);
                self.word(at, at + length);
                at + length
            }
            _ if is_sign(letter) => {
                self.push(at, at + letter.len_utf8(), Shape::Sign);
                at + letter.len_utf8()
            }
            _ => {
                self.punctuation(at, letter);
                at + letter.len_utf8()
            }
        }
    }

    fn punctuation(&mut self, at: usize, letter: char) {
        let rest = &self.body[at + letter.len_utf8()..];
        let next = rest.chars().next();
        let blank_before = at == 0 || self.body[..at].ends_with(char::is_whitespace);
        let gap = match letter {
            '\n' => {
                let line = rest.trim_start_matches([' ', '\t', '\r', '>']);
                if line.is_empty() || line.starts_with('\n') {
                    Gap::Paragraph
                } else if line.starts_with(['•', '·', '#', '|'])
                    || (line.starts_with(['-', '*', '+']) && line[1..].starts_with(' '))
                {
                    Gap::Sentence
                } else {
                    Gap::Space
                }
            }
            '•' | '。' | '！' | '？' => Gap::Sentence,
            '.' | '!' | '?' | '…' => match next {
                // Inside a name, a domain or a version.
                Some(c) if c.is_alphanumeric() => Gap::Pause,
                _ if letter == '.' && (self.abbreviated(rest) || self.ordinal(rest)) => Gap::Space,
                _ => Gap::Sentence,
            },
            '-' | '‐' | '‑' | '–' | '—' | '−' => {
                let between = next.is_some_and(char::is_alphanumeric) && !blank_before;
                if between && letter != '—' {
                    Gap::Hyphen
                } else {
                    Gap::Pause
                }
            }
            '/' => Gap::Slash,
            ',' | ';' | ':' | '|' | '·' => Gap::Pause,
            // A soft hyphen and the zero-width characters are no break at all.
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}' => return,
            _ => Gap::Space,
        };
        self.widen(gap);
    }

    /// Whether a full stop belongs to the word before it, as in `mo.` before a small letter.
    fn abbreviated(&self, rest: &str) -> bool {
        !self.touched
            && self.tokens.last().is_some_and(|token| {
                let letters = token.text(self.body).chars().count();
                // `e.g.`, `U.S.`
                letters == 1 || self.vocabulary.is_abbreviation(token.word)
            })
            && rest
                .trim_start()
                .chars()
                .next()
                .is_some_and(|c| !c.is_uppercase())
    }

    /// Whether a full stop makes an ordinal of the number before it, as in `31. Dezember`.
    fn ordinal(&self, rest: &str) -> bool {
        let after_number = !self.touched
            && self
                .tokens
                .last()
                .is_some_and(|token| token.shape == Shape::Number);
        let next = rest.trim_start_matches([' ', '\u{a0}']);
        after_number && next.len() < rest.len() && {
            let mut folded = String::new();
            fold(&next[..word(next)], &mut folded);
            self.vocabulary
                .is_behind_ordinals(self.vocabulary.id(&folded))
        }
    }

    /// A tag of HTML, with the address or placeholders inside it; a lone `<` is a blank.
    fn tag(&mut self, at: usize) -> usize {
        let rest = &self.body[at..];
        let named = rest[1..].trim_start_matches('/');
        let length = if named.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!') {
            closing(rest)
        } else {
            None
        };
        let Some(length) = length else {
            self.widen(Gap::Space);
            return at + 1;
        };
        let name = &named[..named.len()
            - named
                .trim_start_matches(|c: char| c.is_ascii_alphanumeric())
                .len()];
        if ["style", "script"]
            .iter()
            .any(|n| name.eq_ignore_ascii_case(n))
            && !rest.starts_with("</")
        {
            // What stands inside is not said to anybody.
            self.widen(Gap::Paragraph);
            return at + rest[length..].find("</").map_or(rest.len(), |n| length + n);
        }
        if name.eq_ignore_ascii_case("br") {
            self.widen(Gap::Space);
        } else if BLOCKS.iter().any(|b| name.eq_ignore_ascii_case(b)) {
            self.widen(if name.eq_ignore_ascii_case("td") {
                Gap::Pause
            } else if name.eq_ignore_ascii_case("li") {
                Gap::Sentence
            } else {
                Gap::Paragraph
            });
        } else {
            self.touched = true;
        }
        // Addresses and placeholders stand behind a quotation mark, an equals sign, or each other.
        let (mut inside, end) = (at + 1, at + length);
        while inside < end {
            let here = &self.body[inside..end];
            let found = placeholder(here)
                .map(|length| (length, Shape::Placeholder))
                .or_else(|| {
                    self.body[..inside]
                        .ends_with(['"', '\'', '='])
                        .then(|| address(here))
                        .flatten()
                        .map(|length| (length, Shape::Link))
                });
            if let Some((length, shape)) = found {
                self.push(inside, inside + length, shape);
                self.widen(Gap::Space);
                inside += length;
            } else {
                inside += here.chars().next().map_or(1, char::len_utf8);
            }
        }
        end
    }

    fn widen(&mut self, gap: Gap) {
        self.touched = true;
        self.gap = self.gap.max(gap);
    }

    /// A run of letters: a word, with those that are joined to it before, or the parts of a long one.
    fn word(&mut self, mut start: usize, end: usize) {
        self.folded.clear();
        fold(&self.body[start..end], &mut self.folded);
        while let Some(cut) = self.vocabulary.elided(&self.folded) {
            let word = self.vocabulary.id(&self.folded[..cut]);
            self.folded.drain(..cut);
            let Some(length) = joined(&self.body[start..end]) else {
                break;
            };
            self.add(start, start + length, Shape::Word, word);
            start += length;
        }
        let word = self.vocabulary.id(&self.folded);
        if word == WordId::UNKNOWN && self.folded.len() == end - start {
            for part in self.vocabulary.parts(&self.folded) {
                // All parts but the last are words of the lexicon, and cut where a letter ends.
                let word = self.vocabulary.id(&self.folded[..part]);
                self.folded.drain(..part);
                self.add(start, start + part, Shape::Word, word);
                start += part;
            }
            if start == end {
                return;
            }
        }
        self.add(start, end, Shape::Word, word);
    }

    fn push(&mut self, start: usize, end: usize, shape: Shape) {
        self.folded.clear();
        let word = match shape {
            Shape::Word | Shape::Number | Shape::Sign => {
                fold(&self.body[start..end], &mut self.folded);
                self.vocabulary.id(&self.folded)
            }
            _ => WordId::UNKNOWN,
        };
        self.add(start, end, shape, word);
    }

    fn push_as(&mut self, start: usize, end: usize, shape: Shape, sign: char) {
        let word = self.vocabulary.id(sign.encode_utf8(&mut [0; 4]));
        self.add(start, end, shape, word);
    }

    fn add(&mut self, start: usize, end: usize, shape: Shape, word: WordId) {
        self.tokens.push(Token {
            span: Span {
                start: start as u32,
                end: end as u32,
            },
            shape,
            before: self.gap,
            word,
        });
        self.gap = Gap::Joined;
        self.touched = false;
    }
}

/// Elements of HTML that stand on their own lines.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "td",
    "th",
    "table",
    "hr",
    "section",
    "article",
    "header",
    "footer",
    "blockquote",
    "title",
    "head",
    "body",
];

/// Writes a word as the vocabulary has it: small letters, a straight apostrophe, no invisible hyphens.
pub(super) fn fold(word: &str, into: &mut String) {
    if word.bytes().all(|b| b.is_ascii_alphanumeric()) {
        into.push_str(word);
        into.make_ascii_lowercase();
        return;
    }
    let mut rest = word;
    while let Some(letter) = rest.chars().next() {
        if letter == '&'
            && let Some((length, meant)) = entity(rest)
        {
            into.push(meant);
            rest = &rest[length..];
            continue;
        }
        match letter {
            '’' | 'ʼ' | '‘' => into.push('\''),
            // A mark by itself is dropped: the lexicon lists how a letter without it is read.
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{300}'..='\u{36f}' => {}
            _ => into.extend(letter.to_lowercase()),
        }
        rest = &rest[letter.len_utf8()..];
    }
}

/// Whether it is a sign that tells what a number counts.
pub(super) fn is_sign(letter: char) -> bool {
    matches!(
        letter,
        '$' | '%' | '¢' | '£' | '¤' | '¥' | '֏' | '؋' | '৳' | '฿' | '៛' | '﷼' | '\u{20a0}'
            ..='\u{20cf}'
    )
}

/// The length of the word that a text begins with.
fn word(text: &str) -> usize {
    let mut length = 0;
    while let Some(letter) = text[length..].chars().next() {
        if letter.is_alphabetic()
            || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{300}'..='\u{36f}')
        {
            length += letter.len_utf8();
            continue;
        }
        let apostrophe = match letter {
            '\'' | '’' | 'ʼ' => letter.len_utf8(),
            '&' => match entity(&text[length..]) {
                Some((length, '\'')) => length,
                _ => break,
            },
            _ => break,
        };
        if !text[length + apostrophe..].starts_with(char::is_alphabetic) {
            break;
        }
        length += apostrophe;
    }
    length
}

/// The length of what stands before the first apostrophe of a word, and the apostrophe.
fn joined(word: &str) -> Option<usize> {
    word.char_indices().find_map(|(at, letter)| match letter {
        '\'' | '’' | 'ʼ' | '‘' => Some(at + letter.len_utf8()),
        '&' => entity(&word[at..]).map(|(length, _)| at + length),
        _ => None,
    })
}

/// The length of the number that a text begins with: digits, and separators that stand between digits.
fn number(text: &str) -> usize {
    let digits = |from: usize| {
        text[from..].len()
            - text[from..]
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .len()
    };
    let mut length = digits(0);
    while let Some(letter) = text[length..].chars().next() {
        if !matches!(letter, '.' | ',' | '\'' | '’' | '\u{a0}' | '\u{202f}') {
            break;
        }
        let after = length + letter.len_utf8();
        let group = digits(after);
        // Separators other than the point and the comma only part groups of three.
        if group == 0 || (!matches!(letter, '.' | ',') && group != 3) {
            break;
        }
        length = after + group;
    }
    length
}

/// The length of the telephone number that a text begins with: a plus sign and digits, or three
/// groups of ten digits and more, or two of seven.
fn phone(text: &str) -> Option<usize> {
    let plus = text.starts_with('+');
    let (mut digits, mut groups, mut length) = (0, 0, 0);
    let mut in_group = false;
    let mut sizes = [0_u8; 8];
    for (at, letter) in text.char_indices().take(24) {
        match letter {
            '0'..='9' => {
                if !in_group {
                    groups += 1;
                    in_group = true;
                }
                if let Some(size) = sizes.get_mut(groups - 1) {
                    *size += 1;
                }
                digits += 1;
                length = at + 1;
            }
            '+' if at == 0 => {}
            ' ' | '-' | '(' | ')' => in_group = false,
            _ => break,
        }
    }
    let date = groups == 3 && sizes[..3] == [4, 2, 2];
    let local = groups == 2 && sizes[..2] == [3, 4] && text[3..].starts_with('-');
    let long = groups >= 3 && digits >= 10 && sizes[0] <= 3 && text.is_char_boundary(length);
    ((plus && digits >= 7) || (!date && (local || long))).then_some(length)
}

/// The length of the web or mail address that a text begins with.
fn address(text: &str) -> Option<usize> {
    // Most words are followed by a blank or a comma.
    let name = text
        .bytes()
        .position(|b| !b.is_ascii_alphanumeric())
        .map(|end| text.as_bytes()[end]);
    if !name.is_some_and(|b| b":.@-_+%".contains(&b)) {
        return None;
    }
    let text = near(text, LONGEST_NAME);
    let run = text
        .find(|c: char| {
            c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | ')' | ']' | '|' | '”' | '’')
        })
        .unwrap_or(text.len());
    let run = text[..run].trim_end_matches(['.', ',', ';', ':', '!', '?']);
    let starts = |prefix: &str| {
        run.get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
            && run.len() > prefix.len()
    };
    if ["https://", "http://", "www.", "mailto:", "tel:"]
        .iter()
        .any(|prefix| starts(prefix))
    {
        return Some(run.len());
    }
    // `example.com/stop`: a domain with a path.
    let domain = run.split('/').next().unwrap_or_default();
    let dotted = |name: &str| {
        name.split_once('.')
            .is_some_and(|(first, last)| !first.is_empty() && last.len() >= 2)
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
    };
    if domain.len() < run.len() && dotted(domain) {
        return Some(run.len());
    }
    let (name, host) = run.split_once('@')?;
    let named = !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"._%+-".contains(&b));
    (named && dotted(host)).then_some(run.len())
}

/// The length of the placeholder that a text begins with: `{{ name }}` on one line.
fn placeholder(text: &str) -> Option<usize> {
    if !text.starts_with("{{") {
        return None;
    }
    let length = within(text, "}}")?;
    let inside = text[2..length].trim_start_matches('{');
    (!inside.contains("{{") && !inside.contains('\n')).then_some(
        if text[length..].starts_with('}') {
            length + 1
        } else {
            length
        },
    )
}

/// The bytes up to the end of `end`, if it is near.
fn within(text: &str, end: &str) -> Option<usize> {
    near(text, LONGEST_NAME).find(end).map(|at| at + end.len())
}

/// The first `most` bytes, or a few fewer so as not to cut a character.
fn near(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The bytes of a tag, if it ends nearby and no other begins before.
fn closing(text: &str) -> Option<usize> {
    let at = 1 + near(text, LONGEST_TAG).get(1..)?.find(['<', '>'])?;
    text[at..].starts_with('>').then_some(at + 1)
}

/// The length and meaning of a character reference that matters here; any other is a blank.
fn entity(text: &str) -> Option<(usize, char)> {
    let name = text.strip_prefix('&')?;
    let end = name
        .bytes()
        .take(9)
        .position(|b| b == b';')
        .filter(|end| *end > 0)?;
    let meant = match &name[..end] {
        "dollar" | "#36" => '$',
        "euro" | "#8364" => '€',
        "pound" | "#163" => '£',
        "yen" | "#165" => '¥',
        "cent" | "#162" => '¢',
        "percnt" | "#37" => '%',
        "rsquo" | "apos" | "#39" | "#x27" | "#8217" => '\'',
        other if other.starts_with('#') || other.bytes().all(|b| b.is_ascii_alphanumeric()) => ' ',
        _ => return None,
    };
    Some((end + 2, meant))
}
