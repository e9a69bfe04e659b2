//! How the consent that an audience states measures up to what a provision asks for.

use crate::calendar::Day;
use crate::diagnostics::{Diagnostic, Label};
use crate::law::ConsentNeeded;
use crate::model::{Audience, Channel, Consent, ConsentKind};
use crate::project::Project;
use crate::rules::Findings;
use crate::rules::duty::{self, Duty, Limit};
use crate::rules::timing::words;
use crate::yaml::{Field, Place};
use std::cmp::Reverse;

/// What an audience states, against what is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Claim {
    /// It will do, or it could not be read, which has been reported.
    Enough,
    /// Nothing is stated.
    Unsaid(Place),
    /// A kind of consent that will not do.
    Short(ConsentKind, Place),
    /// Consent for other channels.
    Elsewhere(Place),
}

impl Claim {
    /// Weighs what an audience states for a channel.
    pub(super) fn of(
        audience: &Audience,
        place: Place,
        channel: Channel,
        needed: &ConsentNeeded,
    ) -> Self {
        let consent = match &audience.consent {
            Field::Invalid(_) => return Self::Enough,
            Field::Missing => return Self::Unsaid(place),
            Field::Given(consent) => consent,
        };
        match &consent.value.kind {
            Field::Invalid(_) => Self::Enough,
            Field::Missing => Self::Unsaid(consent.place),
            Field::Given(kind) if !needed.accepts.contains(&kind.value) => {
                Self::Short(kind.value, kind.place)
            }
            Field::Given(_) => match consent.value.channels.place {
                Some(place) if !covers(&consent.value, channel) => Self::Elsewhere(place),
                _ => Self::Enough,
            },
        }
    }

    /// What an audience states, against what a duty asks for; none if it asks for no consent.
    pub(super) fn under(duty: &Duty<'_, '_>) -> Option<Self> {
        let needed = duty.demands::<ConsentNeeded>()?;
        let audience = duty.people.audience;
        Some(Self::of(
            audience.value,
            audience.place,
            duty.channel,
            needed,
        ))
    }

    /// Gravest first: what is stated and will not do comes before what is not stated.
    fn rank(self) -> u8 {
        match self {
            Self::Short(..) => 0,
            Self::Elsewhere(_) => 1,
            Self::Unsaid(_) => 2,
            Self::Enough => 3,
        }
    }

    /// The finding that it falls short under duties of one audience, of which the first one speaks.
    pub(super) fn finding(
        self,
        duties: &[&Duty<'_, '_>],
        reached: &str,
        findings: &Findings<'_>,
    ) -> Option<Diagnostic> {
        let first = *duties.first()?;
        let asked = first.demands::<ConsentNeeded>()?.asked();
        let place = first.place();
        let law = format!("{} asks for {asked} consent beforehand", first.authority());
        let certain = first.binds();
        let at = |place, label: String| {
            if certain {
                findings.violation(place, label)
            } else {
                findings.unverified(place, label)
            }
        };
        Some(match self {
            Self::Enough => return None,
            Self::Unsaid(parent) => findings.unverified(parent, "does not say what people have agreed to").because(format!(
                "nothing says whether people in {place} have agreed to be {reached}; {law}"
            )),
            Self::Short(ConsentKind::None, kind) => at(kind, "they have agreed to nothing".to_owned()).because(format!(
                "people in {place} are {reached} without having agreed to it; {law}"
            )),
            Self::Short(kind, written) => at(written, format!("{asked} consent is asked for")).because(format!(
                "people in {place} are {reached} on {}; {law}",
                in_words(kind)
            )),
            Self::Elsewhere(channels) => at(channels, format!("not for {}", first.channel)).because(format!(
                "people in {place} have agreed to other channels than {}, and are {reached}; {law}",
                first.channel
            )),
        })
    }
}

/// The claims that fall short, the gravest first.
pub(super) fn short<'d, 'c, 'p>(
    duties: impl IntoIterator<Item = &'d Duty<'c, 'p>>,
) -> Vec<(Claim, &'d Duty<'c, 'p>)> {
    let claims = duties.into_iter().filter_map(|duty| {
        let claim = Claim::under(duty)?;
        (claim != Claim::Enough).then_some((claim, duty))
    });
    let mut claims: Vec<_> = claims.collect();
    let mut order: Vec<&Duty<'_, '_>> = claims.iter().map(|(_, duty)| *duty).collect();
    crate::rules::duty::gravest_first(&mut order);
    let rank = |duty: &Duty<'_, '_>| order.iter().position(|it| std::ptr::eq(*it, duty));
    // Of those that are alike, the one that accepts least speaks.
    let accepts = |duty: &Duty<'_, '_>| duty.demands::<ConsentNeeded>().map(|it| it.accepts.len());
    claims.sort_by_cached_key(|(claim, duty)| {
        (
            !duty.binds(),
            Reverse(duty.severity()),
            claim.rank(),
            accepts(duty),
            rank(duty),
        )
    });
    claims
}

/// Whether consent is for a channel: it is for all if it names none.
pub(super) fn covers(consent: &Consent, channel: Channel) -> bool {
    consent.channels.is_empty()
        || consent.channels.left_out > 0
        || consent.channels.values().any(|it| *it == channel)
}

/// Whether a kind of consent is one that people have given by a word or an act of theirs.
pub(super) fn is_given(kind: ConsentKind) -> bool {
    !matches!(kind, ConsentKind::None | ConsentKind::LegitimateInterest)
}

/// A kind as it stands in a sentence after "on".
fn in_words(kind: ConsentKind) -> &'static str {
    match kind {
        ConsentKind::None => "no consent",
        ConsentKind::Implied => "implied consent",
        ConsentKind::LegitimateInterest => "a legitimate interest of the seller's",
        ConsentKind::Express => "consent that is not in writing",
        ConsentKind::ExpressWritten => "written consent",
        ConsentKind::DoubleOptIn => "a double opt-in",
    }
}

/// Where else consent is asked for, and of which kind where that differs.
pub(super) fn elsewhere(duties: &[&Duty<'_, '_>]) -> String {
    duty::elsewhere_by(duties.iter().copied(), |duty| {
        let needed = duty.demands::<ConsentNeeded>();
        Limit {
            // The fewer kinds will do, the stricter.
            strictness: needed.map_or(0, |it| u64::MAX - it.accepts.len() as u64),
            words: needed.map_or_else(String::new, |it| format!("for {} consent", it.asked())),
        }
    })
}

/// The line that states consent for some channels.
pub(super) fn line(asked: ConsentKind, channels: &[Channel], today: Day) -> String {
    let channels: Vec<&str> = channels.iter().map(|it| it.as_str()).collect();
    format!(
        "  consent: {{kind: {asked}, channels: [{}], obtained: {}, proof: crm}}",
        channels.join(", "),
        today.plus(-30)
    )
}

/// The line that states consent with which all of some duties are content, on the channels that they are about.
pub(super) fn enough_for(duties: &[&Duty<'_, '_>], today: Day) -> String {
    let mut channels: Vec<Channel> = Vec::new();
    for duty in duties {
        if !channels.contains(&duty.channel) {
            channels.push(duty.channel);
        }
    }
    let needed = || duties.iter().filter_map(|it| it.demands::<ConsentNeeded>());
    // A provision names the weakest kind first.
    let mut kinds = needed().flat_map(|it| it.accepts.iter().copied());
    let all = kinds.find(|kind| needed().all(|it| it.accepts.contains(kind)));
    let strictest = || {
        let least = needed().min_by_key(|it| it.accepts.len());
        least.and_then(|it| it.accepts.first().copied())
    };
    let kind = all.or_else(strictest).unwrap_or(ConsentKind::Express);
    line(kind, &channels, today)
}

/// What else than consent lets a provision's contact go on, as a sentence; none if nothing does.
pub(super) fn exemption(duty: &Duty<'_, '_>) -> Option<String> {
    let lifted = &duty.provision().lifted_by;
    let some = !(lifted.relationship.is_empty() && lifted.for_a_time.is_empty());
    let note = lifted.note.as_deref()?;
    some.then(|| {
        let unsaid = duty.people.audience.value.relationship.is_missing();
        let say = if unsaid {
            " If that is what these people are to you, say so (`audience.relationship`)."
        } else {
            ""
        };
        format!(
            "It allows without consent: {}.{say}",
            uncapitalized(note.trim_end_matches('.'))
        )
    })
}

fn uncapitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_lowercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// Labels at the first step and at the place where the people are.
pub(super) fn whom(
    project: &Project,
    step: &crate::project::StepView<'_>,
    duty: &Duty<'_, '_>,
) -> [Label; 2] {
    [
        project
            .value(step.name_place())
            .site
            .label(format!("people are {} here", words::reached(step.channel))),
        project
            .value(duty.people.place)
            .site
            .label("where people are"),
    ]
}
