//! Findings about the words of messages, and the reply templates of a project: messages that answer
//! somebody, whatever campaign they belong to.

use crate::diagnostics::{Diagnostic, Site};
use crate::lexicon::Lexicon;
use crate::model::{Cadence, Campaign, Message, Ref};
use crate::project::{Def, Language, Project, Reading};
use crate::rules::Findings;
use crate::rules::offer::named;
use crate::source::Span;
use crate::yaml::{At, Field};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;

/// What a reply answers, as far as its `reply_to` tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Asked {
    /// For help with a problem.
    Help,
    /// For an offer.
    Offer,
    /// Something else, or it cannot be told.
    Other,
}

/// Words of `reply_to` that stand for a problem.
const HELP: &[&str] = &[
    "problem",
    "ticket",
    "support",
    "complaint",
    "bug",
    "issue",
    "outage",
    "error",
    "help",
    "fault",
    "defect",
    "crash",
    "incident",
    "failure",
    "trouble",
];

/// Words of `reply_to` that stand for the wish to buy.
const OFFER: &[&str] = &[
    "price", "prices", "pricing", "quote", "sales", "purchase", "buy", "buying", "order", "offer",
    "demo", "upgrade", "renewal",
];

impl Asked {
    /// Reads a `reply_to`: `problem_report`, `pricing-question`.
    pub(super) fn from_name(name: &str) -> Self {
        let words: Vec<String> = name
            .split(|c: char| !c.is_alphanumeric())
            .map(str::to_lowercase)
            .collect();
        let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
        match (has(HELP), has(OFFER)) {
            (true, _) => Self::Help,
            (false, true) => Self::Offer,
            (false, false) => Self::Other,
        }
    }
}

/// All reply templates of a project: the named ones, and those written in place in a step.
pub(super) fn replies(project: &Project) -> Vec<Reading<'_>> {
    messages(project)
        .into_iter()
        .filter(|message| message.value.reply_to.at().is_some())
        .filter_map(|message| Reading::of(project, message))
        .collect()
}

/// All messages of a project, each once: the named ones, and those written in place in a step.
pub(super) fn messages(project: &Project) -> Vec<Def<'_, Message>> {
    let named = project.all::<Message>();
    let cadences = project.all::<Cadence>().map(|cadence| cadence.value);
    let inline =
        project
            .all::<Campaign>()
            .filter_map(|campaign| match campaign.value.cadence.value()? {
                Ref::Inline(cadence) => Some(&**cadence),
                Ref::Id(_) => None,
            });
    let steps = cadences.chain(inline).flat_map(|cadence| &cadence.steps);
    let in_steps = steps.filter_map(|step| match step.value.message.at()? {
        At {
            value: Ref::Inline(message),
            place,
        } => Some(Def {
            id: None,
            value: &**message,
            place: *place,
        }),
        At { .. } => None,
    });
    let mut seen = FxHashSet::default();
    named
        .chain(in_steps)
        .filter(|message| seen.insert(message.place))
        .collect()
}

/// The language of a message: its own, or the one of the settings.
fn language<'p>(project: &'p Project, message: Def<'p, Message>) -> Option<&'p str> {
    match &message.value.language {
        Field::Given(language) => Some(&language.value),
        Field::Invalid(_) => None,
        Field::Missing => match &*project.config(message.place)?.written.languages {
            [one] => Some(&one.value),
            _ => None,
        },
    }
}

/// How the language of a message says things; none if it is not said or not understood.
pub(super) fn lexicon<'p>(project: &'p Project, message: Def<'p, Message>) -> Option<&'p Lexicon> {
    project.lexicon(message.place, language(project, message)?)
}

/// Words of a text on one line, in one sentence with blanks between them.
pub(super) fn on_one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A violation at words of a text, or at its body where the file spells them otherwise.
pub(super) fn at_words(
    project: &Project,
    findings: &Findings<'_>,
    reading: &Reading<'_>,
    words: Span,
    label: impl Into<String>,
) -> Diagnostic {
    match reading.spot(project, words) {
        Some(spot) => findings.violation_at(spot, label),
        None => findings.lacking(reading.body.place, label),
    }
}

/// What to do about a text that no program reads.
const UNREAD: &str = "Let somebody read it who knows the language and what is asked of it, and waive this with their name";

/// The finding that the buttons of a message could not be read in their language; `unknown` is what that
/// leaves open, after "nothing shows whether the buttons".
pub(super) fn labels_not_understood(
    message: Def<'_, Message>,
    findings: &Findings<'_>,
    unknown: &str,
) -> Diagnostic {
    let place = message.value.choices.place.unwrap_or(message.place);
    findings
        .unverified(place, "labels that could not be read")
        .because(format!(
            "the language of {} is not given or not understood, so that nothing shows whether its buttons {unknown}",
            named("the message", message)
        ))
        .help("Say in which language it is written, if it is one that is understood:\n  language: en")
        .unread(unknown)
}

/// Tells once what several rules could not find out because a text was not understood. The gravest rule
/// speaks, of equals the first of the catalogue.
pub(super) fn once_per_text(findings: &mut Vec<Diagnostic>, order: impl Fn(&str) -> usize) {
    let mut texts: FxHashMap<(String, u32, u32), Vec<usize>> = FxHashMap::default();
    for (number, finding) in findings.iter().enumerate() {
        // What law asks of a text is told with the law.
        if finding.unread.is_some() && finding.citations.is_empty() {
            let Site { source, span } = &finding.primary.site;
            let text = (source.path.clone(), span.start, span.end);
            texts.entry(text).or_default().push(number);
        }
    }
    let mut told = vec![false; findings.len()];
    for mut of_text in texts.into_values().filter(|it| it.len() > 1) {
        of_text.sort_by_key(|number| {
            let finding = &findings[*number];
            (Reverse(finding.severity), order(finding.rule), *number)
        });
        let mut open: Vec<(&str, &str)> = Vec::new();
        for number in &of_text {
            let finding = &findings[*number];
            let left = finding.unread.as_deref().unwrap_or_default();
            if !open.contains(&(left, finding.rule)) {
                open.push((left, finding.rule));
            }
        }
        let (first, others) = (of_text[0], &of_text[1..]);
        for other in others {
            told[*other] = true;
        }
        let mut clauses: Vec<&str> = open.iter().map(|(left, _)| *left).collect();
        clauses.dedup();
        let mut rules: Vec<&str> = open.iter().map(|(_, rule)| *rule).collect();
        rules.dedup();
        if clauses.len() < 2 {
            continue;
        }
        let own = clauses[0].to_owned();
        let last = clauses.pop().unwrap_or_default();
        let all = format!("{} or {last} ({})", clauses.join(", "), rules.join(", "));
        let waiver = format!(
            "{UNREAD}:\n  # courtesy: allow[{}]: read by Aino Laine on 2026-11-20",
            rules.join(", ")
        );
        let finding = &mut findings[first];
        if let Some(before) = finding.message.strip_suffix(&*own) {
            finding.message = format!("{before}{all}");
        }
        if finding.help.as_deref() == Some(UNREAD) {
            finding.help = Some(waiver);
        }
    }
    let mut told = told.into_iter();
    findings.retain(|_| !told.next().unwrap_or(false));
}

/// The finding that a text could not be read in its language, if it could not; `unknown` is what
/// that leaves open, after "nothing shows whether it".
pub(super) fn not_understood(
    reading: &Reading<'_>,
    findings: &Findings<'_>,
    unknown: &str,
) -> Option<Diagnostic> {
    let message = reading.message;
    match reading.language {
        Language::Understood => None,
        Language::Unsaid => Some(
            findings
                .unverified(message.place, "has no `language`")
                .because(format!(
                    "{} does not say its language, so that nothing shows whether it {unknown}",
                    named("the message", message)
                ))
                .help("Say in which language it is written:\n  language: en")
                .unread(unknown),
        ),
        Language::Unknown(tag) => Some(
            findings
                .unverified(
                    message.value.language.place().unwrap_or(message.place),
                    "a language that is not understood",
                )
                .because(format!(
                    "texts in `{tag}` are not understood, so that nothing shows whether {} {unknown}",
                    named("the message", message)
                ))
                .help(UNREAD)
                .unread(unknown),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::Asked;

    #[test]
    fn what_a_reply_answers() {
        for (name, asked) in [
            ("problem_report", Asked::Help),
            ("Support ticket", Asked::Help),
            ("order_problem", Asked::Help),
            ("pricing-question", Asked::Offer),
            ("birthday", Asked::Other),
            ("", Asked::Other),
        ] {
            assert_eq!(Asked::from_name(name), asked, "{name}");
        }
    }
}
