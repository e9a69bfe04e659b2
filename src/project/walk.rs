//! A walk through what is written: every reference to another definition,
//! every field that is required and absent, every value that contradicts
//! another. Definitions written in place are walked like all others.

use super::Section;
use crate::model::{
    Action, Advisory, Answer, Audience, Cadence, Campaign, Message, Offer, Ref, Sections, Step,
    Suppression, SuppressionKind,
};
use crate::yaml::{At, Field, List, Place};

/// A reference by id.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The section in which the id must be defined.
    pub section: Section,
    /// The id.
    pub id: String,
    /// The node that holds it.
    pub place: Place,
}

/// A required field that is absent.
#[derive(Clone, Copy, Debug)]
pub struct Absent {
    /// The mapping that lacks it.
    pub place: Place,
    /// What the mapping is: `step`.
    pub of: &'static str,
    /// The field.
    pub field: &'static str,
    /// A line that would supply it.
    pub example: &'static str,
}

/// A value that another one contradicts, or that is out of range in its place.
#[derive(Clone, Debug)]
pub struct Contradiction {
    /// The value.
    pub place: Place,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: &'static str,
}

/// What a walk found.
#[derive(Debug, Default)]
pub struct Walk {
    /// References by id.
    pub references: Vec<Reference>,
    /// Absent required fields.
    pub absent: Vec<Absent>,
    /// Contradictions.
    pub contradictions: Vec<Contradiction>,
    /// Step ids that occur twice in a cadence: the first and the second place.
    pub repeated_steps: Vec<(Place, Place)>,
}

impl Walk {
    /// Walks through the documents of a file.
    pub fn through(documents: &[Sections]) -> Self {
        let mut walk = Self::default();
        for sections in documents {
            walk.document(sections);
        }
        walk.references.shrink_to_fit();
        walk
    }

    fn document(&mut self, sections: &Sections) {
        for (_, campaign) in sections.campaigns.iter() {
            self.given(campaign, Self::campaign);
        }
        for (_, cadence) in sections.cadences.iter() {
            self.given(cadence, Self::cadence);
        }
        for (_, audience) in sections.audiences.iter() {
            self.given(audience, Self::audience);
        }
        for (_, offer) in sections.offers.iter() {
            self.given(offer, Self::offer);
        }
        for (_, message) in sections.messages.iter() {
            self.given(message, Self::message);
        }
        for (_, suppression) in sections.suppressions.iter() {
            self.given(suppression, Self::suppression);
        }
        for (_, advisory) in sections.advisories.iter() {
            self.given(advisory, Self::advisory);
        }
    }

    fn given<T>(&mut self, field: &Field<T>, visit: fn(&mut Self, &T, Place)) {
        if let Field::Given(at) = field {
            visit(self, &at.value, at.place);
        }
    }

    fn reference<T>(
        &mut self,
        at: &At<Ref<T>>,
        section: Section,
        inline: impl FnOnce(&mut Self, &T, Place),
    ) {
        match &at.value {
            Ref::Id(id) => self.references.push(Reference {
                section,
                id: id.clone(),
                place: at.place,
            }),
            Ref::Inline(definition) => inline(self, definition, at.place),
        }
    }

    fn references<T>(
        &mut self,
        list: &List<Ref<T>>,
        section: Section,
        inline: fn(&mut Self, &T, Place),
    ) {
        for at in list {
            self.reference(at, section, inline);
        }
    }

    fn require<T>(
        &mut self,
        field: &Field<T>,
        place: Place,
        of: &'static str,
        name: &'static str,
        example: &'static str,
    ) {
        if field.is_missing() {
            self.absent.push(Absent {
                place,
                of,
                field: name,
                example,
            });
        }
    }

    fn contradict(&mut self, place: Place, message: impl Into<String>, help: &'static str) {
        self.contradictions.push(Contradiction {
            place,
            message: message.into(),
            help,
        });
    }

    fn campaign(&mut self, campaign: &Campaign, place: Place) {
        self.require(
            &campaign.cadence,
            place,
            "campaign",
            "cadence",
            "cadence: the-cadence's-id",
        );
        if !campaign.audience.is_given() {
            self.absent.push(Absent {
                place,
                of: "campaign",
                field: "audience",
                example: "audience: [the-audience's-id]",
            });
        }
        if let (Field::Given(starts), Field::Given(ends)) = (&campaign.starts, &campaign.ends)
            && ends.value < starts.value
        {
            self.contradict(
                ends.place,
                format!("the campaign ends on {} before it starts on {}", ends.value, starts.value),
                "`ends` is the last day on which people can be enrolled; it cannot lie before `starts`",
            );
        }
        self.references(&campaign.audience, Section::Audiences, Self::audience);
        self.references(&campaign.exclude, Section::Audiences, Self::audience);
        self.references(&campaign.suppress, Section::Suppressions, Self::suppression);
        self.references(&campaign.offer, Section::Offers, Self::offer);
        self.references(&campaign.advisory, Section::Advisories, Self::advisory);
        if let Field::Given(cadence) = &campaign.cadence {
            self.reference(cadence, Section::Cadences, Self::cadence);
        }
    }

    fn cadence(&mut self, cadence: &Cadence, place: Place) {
        if !cadence.steps.is_given() {
            self.absent.push(Absent {
                place,
                of: "cadence",
                field: "steps",
                example: "steps: [{day: 0, channel: email}]",
            });
        }
        for (number, step) in cadence.steps.iter().enumerate() {
            self.step(&step.value, step.place, number);
            let earlier = cadence.steps.iter().take(number).find_map(|other| {
                let (Field::Given(a), Field::Given(b)) = (&other.value.id, &step.value.id) else {
                    return None;
                };
                (a.value == b.value).then_some((a.place, b.place))
            });
            self.repeated_steps.extend(earlier);
        }
        if let Some(responses) = cadence.responses.value() {
            for answer in Answer::ALL {
                if let Field::Given(action) = responses.to(*answer)
                    && let Action::HandOff(id) = &action.value
                {
                    self.references.push(Reference {
                        section: Section::Senders,
                        id: id.clone(),
                        place: action.place,
                    });
                }
            }
        }
    }

    fn step(&mut self, step: &Step, place: Place, number: usize) {
        self.require(&step.channel, place, "step", "channel", "channel: email");
        let anchors: Vec<(&str, Place)> = [
            ("day", step.day.place()),
            ("business_day", step.business_day.place()),
            ("wait", step.wait.place()),
            ("on", step.on.place()),
        ]
        .into_iter()
        .filter_map(|(name, place)| place.map(|place| (name, place)))
        .collect();
        if let [(first, _), (second, place), ..] = anchors[..] {
            self.contradict(
                place,
                format!("a step has one anchor, and this one has `{first}` and `{second}`"),
                "keep the one that is meant: `day`, `business_day`, `wait` or `on`",
            );
        }
        if anchors.is_empty() && number > 0 {
            self.absent.push(Absent {
                place,
                of: "step",
                field: "day",
                example: "day: 3    # or business_day: 2, wait: 2d, on: 2026-12-01",
            });
        }
        if let Field::Given(attempts) = &step.attempts
            && attempts.value == 0
        {
            self.contradict(
                attempts.place,
                "a step with no attempts reaches nobody",
                "write 1 or more, or delete the step",
            );
        }
        if let Field::Given(spacing) = &step.spacing
            && spacing.value.is_zero()
        {
            self.contradict(
                spacing.place,
                "attempts cannot be spaced by no time at all",
                "write how long to wait, such as 4h or 2d",
            );
        }
        if let Field::Given(repeat) = &step.repeat {
            self.require(
                &repeat.value.every,
                repeat.place,
                "repeat",
                "every",
                "every: 14d",
            );
            if let Field::Given(every) = &repeat.value.every
                && every.value.is_zero()
            {
                self.contradict(
                    every.place,
                    "a prompt cannot come again after no time at all",
                    "write how long to wait, such as 14d",
                );
            }
            if let (Field::Given(_), Field::Given(attempts)) = (&step.repeat, &step.attempts)
                && attempts.value > 1
            {
                self.contradict(
                    attempts.place,
                    "a step that repeats has no `attempts` of its own",
                    "write the count as `repeat: {every: 14d, times: 3}`",
                );
            }
        }
        if let Field::Given(message) = &step.message {
            self.reference(message, Section::Messages, Self::message);
        }
        if let Field::Given(sender) = &step.by {
            self.reference(sender, Section::Senders, |_, _, _| {});
        }
    }

    fn audience(&mut self, audience: &Audience, _place: Place) {
        for list in [&audience.overlaps, &audience.disjoint_from] {
            for id in list {
                self.references.push(Reference {
                    section: Section::Audiences,
                    id: id.value.clone(),
                    place: id.place,
                });
            }
        }
        for uses in &audience.uses {
            self.require(
                &uses.value.product,
                uses.place,
                "use",
                "product",
                "product: the-product's-id",
            );
            if let Field::Given(product) = &uses.value.product {
                self.reference(product, Section::Products, |_, _, _| {});
            }
        }
    }

    fn offer(&mut self, offer: &Offer, _place: Place) {
        if let Field::Given(product) = &offer.product {
            self.reference(product, Section::Products, |_, _, _| {});
        }
    }

    fn message(&mut self, message: &Message, _place: Place) {
        if let (Field::Given(_), Field::Given(file)) = (&message.body, &message.body_file) {
            self.contradict(
                file.place,
                "a message has a `body` or a `body_file`, not both",
                "delete the one that is not sent",
            );
        }
        for choice in &message.choices {
            self.require(
                &choice.value.label,
                choice.place,
                "choice",
                "label",
                "label: No, thank you",
            );
            self.require(
                &choice.value.action,
                choice.place,
                "choice",
                "action",
                "action: decline_forever",
            );
        }
    }

    fn suppression(&mut self, list: &Suppression, place: Place) {
        self.require(
            &list.kind,
            place,
            "suppression list",
            "kind",
            "kind: internal",
        );
        if list.kind.value() == Some(&SuppressionKind::Registry) {
            self.require(
                &list.registry,
                place,
                "registry",
                "registry",
                "registry: CA-DNCL",
            );
        }
    }

    fn advisory(&mut self, advisory: &Advisory, place: Place) {
        self.require(
            &advisory.product,
            place,
            "advisory",
            "product",
            "product: the-product's-id",
        );
        self.require(&advisory.harm, place, "advisory", "harm", "harm: data_loss");
        self.require(
            &advisory.status,
            place,
            "advisory",
            "status",
            "status: open",
        );
        if let Field::Given(product) = &advisory.product {
            self.reference(product, Section::Products, |_, _, _| {});
        }
    }
}
