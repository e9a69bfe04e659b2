//! The report for people. `miette` draws the source lines; everything else is
//! written here, in the order in which one asks: what is wrong, where, to whom it
//! would happen, who says so, what to write instead.

use super::concise;
use super::excerpt::Excerpt;
use super::text::{columns, counted, visible, wrap};
use super::{Charset, Options, Snippets};
use crate::calendar::Day;
use crate::diagnostics::{
    Citation, Contact, Counterexample, Diagnostic, FailOn, Fix, Force, Outcome, Safety, Severity,
    Summary, Suppressed, Verdict,
};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    NarratableReportHandler, SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};
use std::fmt::{self, Write as _};
use std::io::{self, Write};

/// Narrower than this, lines run over the edge instead of being broken further.
const NARROWEST: usize = 32;
/// Contacts of a counterexample that are listed; the rest is counted.
const MOST_CONTACTS: usize = 8;

/// Writes the findings and what they came to.
pub(super) fn write(outcome: &Outcome, out: &mut impl Write, options: &Options) -> io::Result<()> {
    let page = Page::new(options, outcome.today);
    let mut text = String::new();
    for finding in &outcome.diagnostics {
        text.clear();
        page.finding(&mut text, finding);
        text.push('\n');
        out.write_all(text.as_bytes())?;
    }
    text.clear();
    if options.show_suppressed && !outcome.suppressed.is_empty() {
        page.set_aside(&mut text, &outcome.suppressed);
    }
    if options.summary {
        page.footer(&mut text, outcome);
    }
    out.write_all(text.as_bytes())
}

/// What a piece of text is, and so how it is coloured.
#[derive(Clone, Copy)]
enum Ink {
    Head(Severity),
    Key,
    Strong,
    Faint,
    Good,
    Bad,
}

/// The paper: its width, colours and characters.
struct Page {
    width: usize,
    charset: Charset,
    snippets: Snippets,
    colour: bool,
    hyperlinks: bool,
    /// The day of the run: what begins later is not in force yet.
    today: String,
}

impl Page {
    fn new(options: &Options, today: Day) -> Self {
        Self {
            today: today.to_string(),
            width: options.width.max(NARROWEST),
            charset: options.charset,
            snippets: options.snippets,
            colour: options.colour,
            hyperlinks: options.hyperlinks,
        }
    }

    fn ink(&self, ink: Ink, text: &str) -> String {
        if !self.colour {
            return text.to_owned();
        }
        let code = match ink {
            Ink::Head(Severity::Error) => "1;31",
            Ink::Head(Severity::Warning) => "1;33",
            Ink::Head(Severity::Advice) => "1;36",
            Ink::Key => "36",
            Ink::Strong => "1",
            Ink::Faint => "2",
            Ink::Good => "32",
            Ink::Bad => "31",
        };
        format!("\x1b[{code}m{text}\x1b[0m")
    }

    fn visible(&self, text: &str) -> String {
        visible(text, self.charset)
    }

    fn finding(&self, out: &mut String, finding: &Diagnostic) {
        let head = format!("{}[{}]", finding.severity.as_str(), finding.rule);
        out.push_str(&self.ink(Ink::Head(finding.severity), &head));
        if finding.verdict == Verdict::Unverified {
            out.push_str(" could not be verified");
        }
        out.push('\n');
        self.snippets(out, finding);
        if let Some(person) = &finding.counterexample {
            self.counterexample(out, person);
        }
        for citation in &finding.citations {
            self.citation(out, citation);
        }
        if let Some(help) = &finding.help {
            self.help(out, help);
        }
        if let Some(fix) = &finding.fix {
            self.fix(out, fix);
        }
    }

    /// The message and the source lines.
    fn snippets(&self, out: &mut String, finding: &Diagnostic) {
        let width = match self.snippets {
            Snippets::Drawn => self.width,
            // What is read aloud has no edge to run over.
            Snippets::Narrated => 100_000,
        };
        let excerpt = Excerpt::of(finding, width, self.charset);
        let left_out = excerpt.left_out;
        let mut styles = if self.colour {
            ThemeStyles::ansi()
        } else {
            ThemeStyles::none()
        };
        let severity = match finding.severity {
            Severity::Error => (styles.error, miette::Severity::Error),
            Severity::Warning => (styles.warning, miette::Severity::Warning),
            Severity::Advice => (styles.advice, miette::Severity::Advice),
        };
        // One colour for what is wrong and one for what explains it.
        styles.highlights = excerpt
            .marks
            .iter()
            .map(|mark| {
                if mark.primary {
                    severity.0
                } else {
                    styles.help
                }
            })
            .collect();
        styles.link = styles.help;
        let mut characters = match self.charset {
            Charset::Unicode => ThemeCharacters::unicode(),
            Charset::Ascii => ThemeCharacters::ascii(),
        };
        // The terminal may draw miette's signs two columns wide.
        if self.charset == Charset::Unicode {
            characters.warning = String::from("!");
            characters.advice = String::from("›");
        }
        let drawn = GraphicalReportHandler::new_themed(GraphicalTheme { characters, styles })
            .with_width(self.width)
            .with_context_lines(1)
            // miette breaks words at hyphens, and so dates; the message comes wrapped.
            .with_wrap_lines(false)
            .with_urls(false)
            .without_syntax_highlighting();
        let drawing = Drawing {
            message: wrap(&self.visible(&finding.message), self.width - 4).join("\n"),
            severity: severity.1,
            excerpt,
            snippets: self.snippets,
        };
        let before = out.len();
        let rendered = match self.snippets {
            Snippets::Drawn => drawn.render_report(out, &drawing),
            Snippets::Narrated => NarratableReportHandler::new()
                .with_context_lines(1)
                .render_report(out, &drawing),
        };
        if rendered.is_err() {
            // It cannot fail on our excerpt; if it does, the place must still be told.
            out.truncate(before);
            out.push_str("  ");
            out.push_str(&concise::line(finding, self.charset));
            out.push('\n');
        }
        if left_out > 0 {
            let places = counted(left_out, "more place", "more places");
            self.paragraph(
                out,
                "",
                &format!("and {places}, all listed by --format json"),
            );
        }
    }

    /// A person, the dated contacts, and how many others it would happen to.
    fn counterexample(&self, out: &mut String, person: &Counterexample) {
        let contacts = &person.contacts;
        let mut who = "somebody".to_owned();
        if !person.region.is_empty() {
            let _ = write!(who, " in {}", person.region);
        }
        if !person.time_zone.is_empty() {
            let _ = write!(who, " ({})", person.time_zone);
        }
        let one_enrollment = contacts
            .windows(2)
            .all(|two| two[0].campaign == two[1].campaign && two[0].enrolled == two[1].enrolled);
        if let Some(first) = contacts.first()
            && one_enrollment
            && !first.enrolled.is_empty()
        {
            let _ = write!(who, ", enrolled {}", with_weekday(&first.enrolled));
        }
        self.paragraph(out, "for example:", &self.visible(&who));

        let rows: Vec<Vec<String>> = contacts
            .iter()
            .take(MOST_CONTACTS)
            .map(|contact| self.contact(contact, one_enrollment))
            .collect();
        self.table(out, &rows);
        if contacts.len() > MOST_CONTACTS {
            let rest = counted(
                contacts.len() - MOST_CONTACTS,
                "more contact",
                "more contacts",
            );
            let _ = writeln!(out, "    and {rest}");
        }
        if let Some((affected, of)) = person.affected {
            let text = match (affected, of) {
                (_, 1) => "the only enrollment date leads to it".to_owned(),
                (some, all) if some == all => format!("all {all} enrollment dates lead to it"),
                (some, all) => format!(
                    "{some} of {all} enrollment dates ({}) {} to it",
                    share(some, all),
                    if some == 1 { "leads" } else { "lead" }
                ),
            };
            let _ = writeln!(out, "    {text}");
        }
    }

    /// The cells of one contact.
    fn contact(&self, contact: &Contact, one_enrollment: bool) -> Vec<String> {
        let time = match (contact.from.as_str(), contact.to.as_str()) {
            ("", "") => String::new(),
            ("00:00", "24:00") => "at any time".to_owned(),
            (from, to) if from == to || to.is_empty() => from.to_owned(),
            (from, to) => format!("{from}-{to}"),
        };
        let mut step = String::new();
        // A step without an id is called by its number: `step 3`.
        match contact.step.as_str() {
            "" => {}
            nameless if nameless.starts_with("step ") => step.push_str(nameless),
            id => step = format!("step {id}"),
        }
        if contact.attempt > 1 {
            let _ = write!(step, ", attempt {}", contact.attempt);
        }
        if !one_enrollment {
            let _ = write!(
                step,
                " of {}, enrolled {}",
                contact.campaign,
                with_weekday(&contact.enrolled)
            );
        }
        if let Some(holiday) = &contact.holiday {
            let _ = write!(step, "  ({holiday}, public holiday)");
        }
        [
            with_weekday(&contact.date),
            time,
            contact.channel.clone(),
            step,
        ]
        .iter()
        .map(|cell| self.visible(cell))
        .collect()
    }

    /// Rows in columns; where that is too wide, each row's last cell goes below it.
    fn table(&self, out: &mut String, rows: &[Vec<String>]) {
        const INDENT: usize = 4;
        let widths: Vec<usize> = (0..3)
            .map(|cell| {
                rows.iter()
                    .map(|row| columns(&row[cell]))
                    .max()
                    .unwrap_or(0)
            })
            .collect();
        let before: usize = widths
            .iter()
            .filter(|width| **width > 0)
            .map(|w| w + 2)
            .sum();
        let last = rows.iter().map(|row| columns(&row[3])).max().unwrap_or(0);
        let stacked = INDENT + before + last > self.width;
        for row in rows {
            let mut line = " ".repeat(INDENT);
            for (cell, width) in row.iter().zip(&widths) {
                if *width > 0 {
                    line.push_str(cell);
                    line.push_str(&" ".repeat(width + 2 - columns(cell)));
                }
            }
            if stacked {
                let _ = writeln!(out, "{}", line.trim_end());
                for part in wrap(&row[3], self.width - INDENT - 2) {
                    let _ = writeln!(out, "      {part}");
                }
            } else {
                line.push_str(&row[3]);
                let _ = writeln!(out, "{}", line.trim_end());
            }
        }
    }

    /// The provision, how it binds, since when, how sure we are, and where to read it.
    fn citation(&self, out: &mut String, citation: &Citation) {
        let key = match citation.force {
            Force::Law => "law:",
            Force::Regulator => "regulator:",
            Force::Code => "voluntary code:",
            Force::Carrier => "carrier's terms:",
        };
        let mut text = self.visible(&citation.reference);
        if let Some(from) = &citation.in_force_from {
            // A beginning known to the month or year is the beginning of a date.
            let begun = *from <= self.today;
            let word = if begun { "since" } else { "only from" };
            let _ = write!(text, ", in force {word} {}", self.visible(from));
        }
        let _ = write!(text, ", confidence {}", citation.confidence.as_str());
        let url = citation.url.as_deref().map(|url| self.visible(url));
        let linkable = |url: &&String| url.starts_with("https://") || url.starts_with("http://");
        match url.as_ref().filter(linkable) {
            Some(url) if self.hyperlinks => {
                let mut lines = self.lines(key, &text);
                if let Some(first) = lines.first_mut() {
                    *first = format!("\x1b]8;;{url}\x1b\\{first}\x1b]8;;\x1b\\");
                }
                self.put(out, key, &lines);
            }
            _ => {
                self.paragraph(out, key, &text);
                if let Some(url) = url {
                    let _ = writeln!(out, "    {}", self.ink(Ink::Faint, &url));
                }
            }
        }
    }

    /// Prose is wrapped; lines of YAML stay as they are, to be copied.
    fn help(&self, out: &mut String, help: &str) {
        let help = help.trim_end();
        // YAML stands out from the prose, whether its author set it in or not.
        let set_in = help
            .lines()
            .any(|line| is_yaml(line) && !line.starts_with([' ', '\t']));
        let margin = if set_in { "      " } else { "    " };
        let mut key = "help:";
        for line in help.split('\n') {
            let line = line.trim_end();
            if is_yaml(line) {
                if !key.is_empty() {
                    self.put(out, key, &[String::new()]);
                }
                let kept = self.visible(&line.replace('\t', "    "));
                let _ = writeln!(out, "{margin}{}", self.ink(Ink::Strong, &kept));
            } else if line.is_empty() {
                out.push('\n');
            } else {
                self.paragraph(out, key, &self.visible(line));
            }
            key = "";
        }
    }

    fn fix(&self, out: &mut String, fix: &Fix) {
        let how = match fix.safety {
            Safety::Safe => "courtesy check --fix",
            Safety::Unsafe => {
                "courtesy check --unsafe-fixes; it changes what happens, so look at it first"
            }
        };
        let title = self.visible(&fix.title);
        self.paragraph(out, "fix:", &format!("{title} ({how})"));
    }

    /// Text after a key, broken to the width, later lines set in.
    fn paragraph(&self, out: &mut String, key: &str, text: &str) {
        self.put(out, key, &self.lines(key, text));
    }

    fn lines(&self, key: &str, text: &str) -> Vec<String> {
        const INDENT: usize = 4;
        // The first line begins further right, by the key; a stand-in word reserves its room.
        let lead = if key.is_empty() { 0 } else { columns(key) - 1 };
        let stand_in = "x".repeat(lead);
        let mut lines = wrap(&format!("{stand_in} {text}"), self.width - INDENT);
        if let Some(first) = lines.first_mut() {
            *first = first[lead.min(first.len())..].trim_start().to_owned();
        }
        lines
    }

    fn put(&self, out: &mut String, key: &str, lines: &[String]) {
        for (index, line) in lines.iter().enumerate() {
            let start = match (index, key) {
                (0, key) if !key.is_empty() => format!("  {} ", self.ink(Ink::Key, key)),
                _ => "    ".to_owned(),
            };
            let _ = writeln!(out, "{}", format!("{start}{line}").trim_end());
        }
    }

    /// What waivers and the baseline hide, one line each.
    fn set_aside(&self, out: &mut String, suppressed: &[Suppressed]) {
        let count = counted(suppressed.len(), "finding", "findings");
        let _ = writeln!(
            out,
            "{}",
            self.ink(Ink::Strong, &format!("{count} set aside"))
        );
        for finding in suppressed {
            let line = concise::line(&finding.diagnostic, self.charset);
            let why = concise::why_aside(&finding.by, self.charset);
            let _ = writeln!(out, "  {line}\n    {}", self.ink(Ink::Faint, &why));
        }
        out.push('\n');
    }

    fn footer(&self, out: &mut String, outcome: &Outcome) {
        let summary = &outcome.summary;
        let ink = match (summary.failed, summary.findings()) {
            (true, _) => Ink::Bad,
            (false, 0) => Ink::Good,
            (false, _) => Ink::Strong,
        };
        for line in wrap(&in_short(summary), self.width) {
            let _ = writeln!(out, "{}", self.ink(ink, &line));
        }
        let mut notes = Vec::new();
        let shown = outcome.diagnostics.len();
        if shown < summary.findings() {
            let hidden = counted(summary.findings() - shown, "finding", "findings");
            notes.push(format!("{hidden} not shown"));
        }
        // The first of the worst: the hint should help with what matters.
        let by_severity = |finding: &&Diagnostic| std::cmp::Reverse(finding.severity);
        if let Some(worst) = outcome.diagnostics.iter().min_by_key(by_severity) {
            notes.push(format!(
                "To read about a rule: courtesy explain {}",
                worst.rule
            ));
        }
        if outcome.diagnostics.iter().any(|d| !d.citations.is_empty()) {
            notes.push("Courtesy is not legal advice.".to_owned());
        }
        for line in notes.iter().flat_map(|note| wrap(note, self.width)) {
            let _ = writeln!(out, "{}", self.ink(Ink::Faint, &line));
        }
    }
}

/// The run in one sentence: what was read, what was found, and why it failed if it did.
pub(super) fn in_short(summary: &Summary) -> String {
    let mut text = format!(
        "{}, {}: ",
        counted(summary.files, "file", "files"),
        counted(summary.campaigns, "campaign", "campaigns"),
    );
    let kinds = [
        (summary.errors, "error", "errors"),
        (summary.warnings, "warning", "warnings"),
        (summary.advice, "piece of advice", "pieces of advice"),
    ];
    let found: Vec<String> = kinds
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| counted(count, one, many))
        .collect();
    if found.is_empty() {
        text.push_str("nothing found");
    } else {
        text.push_str(&found.join(", "));
    }
    match (summary.unverified, summary.findings()) {
        (0, _) => {}
        (1, 1) => text.push_str(", unverified"),
        (some, all) if some == all => text.push_str(", all of them unverified"),
        (some, _) => {
            let _ = write!(text, ", {some} of them unverified");
        }
    }
    if summary.suppressed > 0 {
        let _ = write!(text, ", {} waived", summary.suppressed);
    }
    if summary.baselined > 0 {
        let _ = write!(text, ", {} in the baseline", summary.baselined);
    }
    match (summary.at_or_over(), summary.fail_on) {
        (0, _) if summary.findings() == 0 => {}
        (0, FailOn::AtLeast(threshold)) => {
            let _ = write!(
                text,
                "; passed because none is at or over `{}`",
                threshold.as_str()
            );
        }
        (_, FailOn::Never) => text.push_str("; passed because nothing fails at `never`"),
        (1, fail_on) => {
            let _ = write!(text, "; failed because 1 finding is at or over `{fail_on}`");
        }
        (many, fail_on) => {
            let _ = write!(
                text,
                "; failed because {many} findings are at or over `{fail_on}`"
            );
        }
    }
    text
}

/// `Mon 2026-10-12`; what is no date stays as it is.
fn with_weekday(date: &str) -> String {
    date.parse::<Day>()
        .map_or_else(|_| date.to_owned(), Day::with_weekday)
}

/// Whether a line of a help is YAML to copy: set in, an item of a list, a comment, or a key.
fn is_yaml(line: &str) -> bool {
    let key = line.split_once(':').map(|(key, rest)| {
        let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-.".contains(c);
        !key.is_empty() && key.chars().all(word) && (rest.is_empty() || rest.starts_with(' '))
    });
    !line.trim().is_empty()
        && (line.starts_with([' ', '\t', '#']) || line.starts_with("- ") || key == Some(true))
}

/// A finding as miette sees it.
#[derive(Debug)]
struct Drawing {
    message: String,
    severity: miette::Severity,
    excerpt: Excerpt,
    snippets: Snippets,
}

impl fmt::Display for Drawing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Drawing {}

impl miette::Diagnostic for Drawing {
    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt.marks.iter().map(|mark| {
            let text = (!mark.text.is_empty()).then(|| mark.text.clone());
            let span = (mark.range.start, mark.range.len());
            if mark.primary {
                LabeledSpan::new_primary_with_span(text, span)
            } else {
                LabeledSpan::new_with_span(text, span)
            }
        })))
    }
}

/// The excerpt holds the lines of all pictures; a span over two of them has no
/// answer, and that keeps miette from drawing them as one.
impl SourceCode for Drawing {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_before: usize,
        _context_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let range = span.offset()..span.offset() + span.len();
        let picture = self
            .excerpt
            .picture_of(range.clone())
            .ok_or(MietteError::OutOfBounds)?;
        // Without context miette asks where a label stands, with context what to draw.
        let (range, line, column) = match self.excerpt.mark_at(range.start) {
            Some(mark) if context_before == 0 => (
                range,
                mark.line.saturating_sub(1) as usize,
                mark.column.saturating_sub(1) as usize,
            ),
            _ => {
                // Of a text that ends with a line miette's narrator thinks that nothing comes after it.
                let mut range = picture.range.clone();
                let ends = self.excerpt.text[range.clone()].ends_with('\n');
                if ends && self.snippets == Snippets::Narrated {
                    range.end -= 1;
                }
                (range, picture.first_line, 0)
            }
        };
        Ok(Box::new(MietteSpanContents::new_named(
            picture.path.clone(),
            &self.excerpt.text.as_bytes()[range.clone()],
            (range.start, range.len()).into(),
            line,
            column,
            picture.lines,
        )))
    }
}

/// A part of a whole in per cent; neither nothing nor all of it.
fn share(some: u32, all: u32) -> String {
    let percent = (f64::from(some) * 100.0 / f64::from(all.max(1))).round();
    match percent as u32 {
        0 => "under 1 %".to_owned(),
        percent => format!("{} %", percent.min(99)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(errors: usize, advice: usize, unverified: usize) -> Summary {
        Summary {
            files: 1,
            campaigns: 2,
            errors,
            advice,
            unverified,
            ..Summary::default()
        }
    }

    #[test]
    fn the_last_line_says_why() {
        let never = Summary {
            fail_on: FailOn::Never,
            ..summary(1, 0, 1)
        };
        let aside = Summary {
            suppressed: 2,
            baselined: 3,
            ..summary(0, 0, 0)
        };
        let lines = [
            summary(0, 0, 0),
            aside,
            summary(1, 0, 0),
            summary(4, 2, 1),
            summary(0, 2, 2),
            never,
        ]
        .map(|summary| in_short(&summary));
        assert_eq!(
            lines,
            [
                "1 file, 2 campaigns: nothing found",
                "1 file, 2 campaigns: nothing found, 2 waived, 3 in the baseline",
                "1 file, 2 campaigns: 1 error; failed because 1 finding is at or over `error`",
                "1 file, 2 campaigns: 4 errors, 2 pieces of advice, 1 of them unverified; failed because 4 findings are at or over `error`",
                "1 file, 2 campaigns: 2 pieces of advice, all of them unverified; passed because none is at or over `error`",
                "1 file, 2 campaigns: 1 error, unverified; passed because nothing fails at `never`",
            ]
        );
    }

    #[test]
    fn yaml_is_told_from_prose() {
        for yaml in ["  limits: {}", "limits:", "per_day: 1", "- id: a", "# why"] {
            assert!(is_yaml(yaml), "{yaml}");
        }
        for prose in [
            "Write one of these:",
            "see https://example.com",
            "10:30 is late",
            "",
            "a, b",
        ] {
            assert!(!is_yaml(prose), "{prose}");
        }
    }
}
