//! How far a `stop` reaches, and which steps lie beyond it.

use crate::model::{Channel, Ref, Step, StopScope};
use crate::project::{CampaignView, StepView};
use crate::yaml::{Field, Place};

/// What goes on in a cadence after a stop of some scope.
#[derive(Debug)]
pub(super) enum Beyond<'v, 'p> {
    /// Nothing: it reaches every step.
    Nothing,
    /// This step, at least.
    Step(&'v StepView<'p>),
    /// This step does not say whose or which it is.
    Unknown(&'v StepView<'p>, &'static str),
}

/// What a stop is compared by: the same for two steps that one stop of the scope reaches alike.
#[derive(PartialEq, Eq)]
enum Mark<'p> {
    Channel(Channel),
    Id(&'p str),
    Written(Place),
    Line(Line, &'p str),
    Unknown(Option<Line>),
}

/// What kind of number or account a channel uses. A telephone number takes calls and texts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Telephone,
    Account(Channel),
}

impl Line {
    fn of(channel: Channel) -> Self {
        match channel {
            Channel::Call | Channel::Voicemail | Channel::Sms => Self::Telephone,
            other => Self::Account(other),
        }
    }
}

impl Mark<'_> {
    /// Whether a stop of the one surely leaves out the other.
    fn differs(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Line(line, _) | Self::Unknown(Some(line)), Self::Unknown(Some(other)))
            | (Self::Unknown(Some(line)), Self::Line(other, _)) => line != other,
            (Self::Unknown(_), _) | (_, Self::Unknown(_)) => false,
            _ => self != other,
        }
    }
}

/// The mark of a step; none if what it is compared by could not be read.
fn mark(step: &Step, scope: StopScope) -> Option<Mark<'_>> {
    match scope {
        StopScope::Seller | StopScope::Campaign => None,
        StopScope::Channel => step.channel.value().copied().map(Mark::Channel),
        StopScope::Sender => match &step.by {
            Field::Missing => Some(Mark::Unknown(None)),
            Field::Invalid(_) => None,
            Field::Given(at) => Some(match &at.value {
                Ref::Id(id) => Mark::Id(id),
                Ref::Inline(_) => Mark::Written(at.place),
            }),
        },
        StopScope::Number => {
            let line = step.channel.value().copied().map(Line::of)?;
            match &step.to {
                Field::Missing => Some(Mark::Unknown(Some(line))),
                Field::Invalid(_) => None,
                Field::Given(at) => Some(Mark::Line(line, &at.value)),
            }
        }
    }
}

/// What goes on in the cadence of a campaign after a stop of a scope at any of its steps.
pub(super) fn beyond<'v, 'p>(campaign: &'v CampaignView<'p>, scope: StopScope) -> Beyond<'v, 'p> {
    let marked: Vec<_> = campaign
        .steps
        .iter()
        .filter(|step| step.reaches_people())
        .filter_map(|step| mark(step.value, scope).map(|mark| (step, mark)))
        .collect();
    // Whatever comes before the first step that differs is alike: the first of it and the first that is known stand for all.
    let mut known: Option<&Mark<'_>> = None;
    for (step, mark) in &marked {
        let first = marked.first().map(|(_, mark)| mark);
        if first.into_iter().chain(known).any(|it| mark.differs(it)) {
            return Beyond::Step(step);
        }
        if known.is_none() && !matches!(mark, Mark::Unknown(_)) {
            known = Some(mark);
        }
    }
    let unknown = marked
        .iter()
        .find(|(_, mark)| matches!(mark, Mark::Unknown(_)));
    match unknown {
        Some((step, mark)) if marked.len() > 1 => {
            let field = if matches!(mark, Mark::Unknown(None)) {
                "by"
            } else {
                "to"
            };
            Beyond::Unknown(step, field)
        }
        _ => Beyond::Nothing,
    }
}

/// Whether a stop of a scope at one step surely leaves out another; of campaigns the caller knows better.
pub(super) fn leaves_out(scope: StopScope, said: &Step, later: &Step) -> bool {
    match (mark(said, scope), mark(later, scope)) {
        (Some(said), Some(later)) => said.differs(&later),
        _ => false,
    }
}

/// A scope as it stands in a sentence: "one channel".
pub(super) fn in_words(scope: StopScope) -> &'static str {
    match scope {
        StopScope::Seller => "everything from this seller",
        StopScope::Campaign => "one campaign",
        StopScope::Channel => "one channel",
        StopScope::Sender => "one sender",
        StopScope::Number => "one number",
    }
}
