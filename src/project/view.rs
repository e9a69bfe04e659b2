//! A campaign with everything that it refers to in its place.

use super::{BodyFile, Def, Limit, LimitsInForce, Project, Reading};
use crate::calendar::{MinuteRange, Weekdays};
use crate::holidays::Overrides;
use crate::model::{
    Action, Advisory, Answer, Audience, Cadence, Campaign, Channel, HolidaySetting, IfClosed,
    Message, Offer, Purpose, SendWindow, Sender, Step, Suppression, WindowClock, ZoneFrom,
};
use crate::source::SourceFile;
use crate::yaml::{At, Field, List, Place};
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// A campaign, resolved. What a reference does not lead to is left out here and reported by `unresolved-reference`.
#[derive(Debug)]
pub struct CampaignView<'p> {
    /// The project.
    pub project: &'p Project,
    /// The campaign's id.
    pub id: &'p str,
    /// What is written.
    pub value: &'p Campaign,
    /// The node of its mapping.
    pub place: Place,
    /// Its cadence.
    pub cadence: Option<Def<'p, Cadence>>,
    /// The cadence's steps, in order.
    pub steps: Vec<StepView<'p>>,
    /// Its audiences.
    pub audiences: Vec<Def<'p, Audience>>,
    /// Its suppression lists.
    pub suppressions: Vec<Def<'p, Suppression>>,
    /// What it offers.
    pub offers: Vec<Def<'p, Offer>>,
    /// The advisories that it tells of.
    pub advisories: Vec<Def<'p, Advisory>>,
    /// The limits in force for it; most campaigns have none of their own and share their project's.
    pub limits: Arc<LimitsInForce>,
    readings: OnceLock<Vec<Reading<'p>>>,
}

/// A step, resolved.
#[derive(Debug)]
pub struct StepView<'p> {
    /// Its position in the cadence, from 0.
    pub position: usize,
    /// What is written.
    pub value: &'p Step,
    /// The node of its mapping.
    pub place: Place,
    /// How the person is reached.
    pub channel: Option<Channel>,
    /// Who contacts.
    pub sender: Option<Def<'p, Sender>>,
    /// What is said.
    pub message: Option<Def<'p, Message>>,
    /// When it may start.
    pub window: Window<'p>,
}

/// A window with the step's fields in the place of the cadence's.
#[derive(Clone, Copy, Debug, Default)]
pub struct Window<'p> {
    /// The node of the window, the step's own or else the cadence's.
    pub place: Option<Place>,
    days: Option<&'p List<Weekdays>>,
    hours: Option<&'p List<MinuteRange>>,
    overnight: Option<&'p At<bool>>,
    /// Whose clock; unknown if nobody says.
    pub clock: Option<&'p At<WindowClock>>,
    /// How the recipient's zone is known.
    pub zone_from: Option<&'p At<ZoneFrom>>,
    /// Which holidays close a day; unknown if nobody says.
    pub holidays: Option<&'p At<HolidaySetting>>,
}

impl<'p> Window<'p> {
    fn layer(&mut self, window: &'p Field<Box<SendWindow>>) {
        let Field::Given(at) = window else { return };
        let written = &at.value;
        self.place = Some(at.place);
        if written.days.is_given() {
            self.days = Some(&written.days);
        }
        if written.hours.is_given() {
            self.hours = Some(&written.hours);
        }
        self.overnight = written.overnight.at().or(self.overnight);
        self.clock = written.time_zone.at().or(self.clock);
        self.zone_from = written.zone_from.at().or(self.zone_from);
        self.holidays = written.holidays.at().or(self.holidays);
    }

    /// The open weekdays; every day if nobody says.
    pub fn weekdays(&self) -> Weekdays {
        self.days.map_or(Weekdays::DAILY, |days| {
            Weekdays(days.iter().fold(0, |set, days| set | days.value.0))
        })
    }

    /// Where the weekdays are written.
    pub fn days_place(&self) -> Option<Place> {
        self.days.and_then(|days| days.place)
    }

    /// The open hours as written; none if nobody says.
    pub fn hours(&self) -> Option<&'p List<MinuteRange>> {
        self.hours
    }

    /// Where the hours are written.
    pub fn hours_place(&self) -> Option<Place> {
        self.hours.and_then(|hours| hours.place)
    }

    /// Whether ranges may cross midnight.
    pub fn crosses_midnight(&self) -> bool {
        self.overnight.is_some_and(|at| at.value)
    }
}

impl<'p> StepView<'p> {
    fn of(project: &'p Project, cadence: &'p Cadence, position: usize, step: &'p At<Step>) -> Self {
        let mut window = Window::default();
        window.layer(&cadence.send_window);
        window.layer(&step.value.send_window);
        let sender = step.value.by.at().and_then(|at| project.resolve(at));
        let message = step.value.message.at().and_then(|at| project.resolve(at));
        Self {
            position,
            value: &step.value,
            place: step.place,
            channel: step.value.channel.value().copied(),
            sender,
            message,
            window,
        }
    }

    /// What people call it: its id, or its position from 1.
    pub fn name(&self) -> Cow<'p, str> {
        match self.value.id.value() {
            Some(id) => Cow::Borrowed(id),
            None => Cow::Owned(format!("step {}", self.position + 1)),
        }
    }

    /// The place at which a reader looks for the step: its id, or its first key.
    pub fn name_place(&self) -> Place {
        self.value.id.place().unwrap_or(self.place)
    }

    /// Whether the step reaches a person outside the seller's firm.
    pub fn reaches_people(&self) -> bool {
        self.channel != Some(Channel::Task)
    }
}

/// The text of a message and where it stands.
#[derive(Clone, Debug)]
pub struct MessageText<'p> {
    /// What is sent, without the subject.
    pub body: Cow<'p, str>,
    /// The node of the body, or of the file's name.
    pub place: Place,
    /// The file, if the text stands in one of its own.
    pub file: Option<&'p Arc<SourceFile>>,
}

impl<'p> CampaignView<'p> {
    /// Resolves everything that a campaign refers to.
    pub fn of(project: &'p Project, campaign: Def<'p, Campaign>) -> Self {
        fn found<'p, T: super::Definition>(
            project: &'p Project,
            list: &'p List<crate::model::Ref<T>>,
        ) -> Vec<Def<'p, T>> {
            list.iter().filter_map(|at| project.resolve(at)).collect()
        }
        let value = campaign.value;
        let cadence = value.cadence.at().and_then(|at| project.resolve(at));
        let steps = cadence.map_or(Vec::new(), |cadence: Def<'p, Cadence>| {
            let steps = cadence.value.steps.iter().enumerate();
            steps
                .map(|(position, step)| StepView::of(project, cadence.value, position, step))
                .collect()
        });
        let limits = Arc::clone(project.limits(campaign.place));
        let limits = match value.limits.value() {
            Some(narrower) => Arc::new(Arc::unwrap_or_clone(limits).narrowed_by(narrower)),
            None => limits,
        };
        Self {
            project,
            id: campaign.id.unwrap_or_default(),
            value,
            place: campaign.place,
            cadence,
            steps,
            audiences: found(project, &value.audience),
            suppressions: found(project, &value.suppress),
            offers: found(project, &value.offer),
            advisories: found(project, &value.advisory),
            limits,
            readings: OnceLock::new(),
        }
    }

    /// What its settings say of holidays.
    pub fn holidays(&self) -> &'p Overrides {
        self.project.holidays(self.place)
    }

    /// What the campaign is for, if it says so.
    pub fn purpose(&self) -> Option<Purpose> {
        self.value.purpose.value().copied()
    }

    /// Whether it tells customers of something and sells nothing, by its own word.
    pub fn is_notice(&self) -> bool {
        matches!(
            self.purpose(),
            Some(Purpose::ServiceNotice | Purpose::SafetyNotice)
        )
    }

    /// Whether it wants something of people that they may say no to. What does not say its purpose does.
    pub fn solicits(&self) -> bool {
        !matches!(
            self.purpose(),
            Some(
                Purpose::ServiceNotice
                    | Purpose::SafetyNotice
                    | Purpose::Transactional
                    | Purpose::Collections
            )
        )
    }

    /// Whether it sells: by its purpose, or because it has an offer.
    pub fn sells(&self) -> bool {
        matches!(
            self.purpose(),
            Some(Purpose::Sales | Purpose::Marketing | Purpose::Renewal)
        ) || !self.offers.is_empty()
    }

    /// What an answer leads to, if the cadence says so.
    pub fn response(&self, answer: Answer) -> Option<&'p At<Action>> {
        self.cadence?.value.responses.value()?.to(answer).at()
    }

    /// Where the answers are written: the `responses` mapping, or else the cadence that lacks it.
    pub fn responses_place(&self) -> Place {
        let cadence = self
            .cadence
            .and_then(|cadence| cadence.value.responses.place().or(Some(cadence.place)));
        cadence.unwrap_or(self.place)
    }

    /// What happens on a closed day.
    pub fn if_closed(&self) -> IfClosed {
        let written = self
            .cadence
            .and_then(|cadence| cadence.value.if_closed.value().copied());
        written.unwrap_or(IfClosed::Shift)
    }

    /// The most attempts on one person in one local day, over all channels.
    pub fn daily_limit(&self) -> Option<Limit<u32>> {
        self.limits.per_day_any()
    }

    /// What the messages of the steps that reach people say, each message once, in the order of the steps.
    pub fn readings(&self) -> &[Reading<'p>] {
        self.readings.get_or_init(|| {
            let mut readings: Vec<Reading<'p>> = Vec::new();
            let steps = self.steps.iter().filter(|step| step.reaches_people());
            let mut seen = FxHashSet::default();
            for message in steps.filter_map(|step| step.message) {
                if seen.insert(message.place) {
                    readings.extend(Reading::of(self.project, message));
                }
            }
            readings
        })
    }

    /// Lets go of what the messages say, once nobody will ask for it again: thousands of campaigns are kept
    /// to the end of a run.
    pub fn forget_texts(&mut self) {
        self.readings.take();
    }

    /// The text of a message.
    pub fn text(&self, message: Def<'p, Message>) -> Option<MessageText<'p>> {
        message_text(self.project, message)
    }
}

/// The text of a message, its body or the file that holds it; none if it has neither or the file cannot be read.
pub fn message_text<'p>(
    project: &'p Project,
    message: Def<'p, Message>,
) -> Option<MessageText<'p>> {
    if let Field::Given(body) = &message.value.body {
        return Some(MessageText {
            body: Cow::Borrowed(&body.value),
            place: body.place,
            file: None,
        });
    }
    let place = message.value.body_file.place()?;
    let body: &BodyFile = project.file(place)?.bodies.get(&place)?;
    let file = body.as_ref().ok()?;
    Some(MessageText {
        body: Cow::Borrowed(&file.text),
        place,
        file: Some(file),
    })
}
