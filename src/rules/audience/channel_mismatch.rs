use crate::diagnostics::Safety;
use crate::fix::Entry;
use crate::model::{Channel, ConsentKind};
use crate::project::{CampaignView, StepView};
use crate::rules::{Findings, Mend, Rule, about, rule};

rule! {
    /// A signal is answered on a more intrusive channel than the one on which it was seen.
    ChannelMismatch, "channel-mismatch", "audience", Warning
}

impl Rule for ChannelMismatch {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        if !campaign.solicits() && !campaign.sells() {
            return;
        }
        let Some(trigger) = campaign.value.trigger.value() else {
            return;
        };
        let (Some(event), Some(seen_on)) = (trigger.event.value(), trigger.seen_on.at()) else {
            return;
        };
        // Whoever fills in a form or turns to support has chosen how to be answered.
        if ASKS_FOR_AN_ANSWER.contains(&event.0.as_str()) {
            return;
        }
        let (Some(seen), Some(first)) = (Seen::of(&seen_on.value), first(campaign)) else {
            return;
        };
        let Some(channel) = first.value.channel.at() else {
            return;
        };
        let answer = Reach::of(channel.value);
        // What waits until it is looked at disturbs nobody, wherever the signal came from.
        if answer <= Reach::Waits || answer <= seen.reach || is_agreed(campaign, channel.value) {
            return;
        }
        let site = campaign.project.value(seen_on.place).site;
        let finding = findings
            .violation(channel.place, "more intrusive than where it was seen")
            .because(format!(
                "the campaign `{}` answers what it saw on `{}` by `{}` in the step `{}`",
                campaign.id,
                seen_on.value,
                channel.value,
                first.name()
            ))
            .see(site.label("where the signal was seen"))
            .mend(
                "Whoever says something in one place has not asked to be disturbed in another. Answer where it was said, or by something that can wait:",
                Mend::instead(
                    findings,
                    channel.place,
                    &Entry::new("channel", seen.gentle.to_string()),
                    Safety::Unsafe,
                    format!("Answer by `{}`", seen.gentle),
                ),
            );
        findings.push(finding);
    }
}

/// Events in which a person asks for an answer.
const ASKS_FOR_AN_ANSWER: &[&str] = &[
    "form_submission",
    "sign_up",
    "ticket_opened",
    "ticket_solved",
    "support_request",
    "complaint",
];

/// Networks and public places, where a message can be left as well.
const NETWORKS: &[&str] = &[
    "twitter",
    "x",
    "linkedin",
    "facebook",
    "instagram",
    "tiktok",
    "reddit",
    "youtube",
    "mastodon",
    "bluesky",
    "threads",
    "xing",
    "discord",
    "slack",
    "forum",
    "blog",
    "web",
    "website",
];

/// How far a channel reaches into somebody's day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Reach {
    /// It lies there until it is looked at.
    Waits,
    /// It rings or buzzes once.
    Buzzes,
    /// It wants an answer at once.
    Rings,
    /// Somebody stands at the door.
    Visits,
}

impl Reach {
    fn of(channel: Channel) -> Self {
        match channel {
            Channel::Sms | Channel::Push => Self::Buzzes,
            Channel::Call | Channel::Voicemail => Self::Rings,
            Channel::Visit => Self::Visits,
            Channel::Email
            | Channel::Chat
            | Channel::SupportChat
            | Channel::Dm
            | Channel::Popup
            | Channel::Post
            | Channel::Task => Self::Waits,
        }
    }
}

/// Where a signal was seen.
struct Seen {
    reach: Reach,
    /// The gentlest channel that is surely at hand.
    gentle: Channel,
}

impl Seen {
    /// Reads a channel or the name of a network; of other places nothing is known.
    fn of(place: &str) -> Option<Self> {
        let place = place.trim().to_lowercase();
        if let Some(channel) = Channel::ALL.iter().find(|it| it.as_str() == place) {
            return Some(Self {
                reach: Reach::of(*channel),
                gentle: *channel,
            });
        }
        NETWORKS.contains(&place.as_str()).then_some(Self {
            reach: Reach::Waits,
            gentle: Channel::Dm,
        })
    }
}

/// The first step that reaches people.
fn first<'v, 'p>(campaign: &'v CampaignView<'p>) -> Option<&'v StepView<'p>> {
    campaign.steps.iter().find(|step| step.reaches_people())
}

/// Whether everybody has agreed to be reached so.
fn is_agreed(campaign: &CampaignView<'_>, channel: Channel) -> bool {
    !campaign.audiences.is_empty()
        && campaign.audiences.iter().all(|audience| {
            audience.value.consent.value().is_some_and(|consent| {
                let firm = matches!(
                    consent.kind.value(),
                    Some(
                        ConsentKind::Express
                            | ConsentKind::ExpressWritten
                            | ConsentKind::DoubleOptIn
                    )
                );
                firm && consent.channels.values().any(|it| *it == channel)
            })
        })
}
