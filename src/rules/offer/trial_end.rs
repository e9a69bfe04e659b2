//! The notice before a trial turns paid: a part of `renewal-notice`. No field says when it goes out, so it
//! is looked for among the campaigns: one that starts with the trial and tells what the trial turns into.

use super::named;
use super::notice::{About, Window, long_enough, suits_all, window};
use crate::calendar::{Day, Duration, Region};
use crate::diagnostics::{Counterexample, Diagnostic};
use crate::law::{Notice, NoticeOf};
use crate::lexicon::OfferField;
use crate::model::{Campaign, Offer, Status, Trial};
use crate::plan::{Cast, Contact, People};
use crate::project::{CampaignView, Def, StepView};
use crate::rules::case::as_example;
use crate::rules::duty::{self, Duty, Limit};
use crate::rules::{Case, Findings};
use crate::yaml::{At, Place};

/// The event with which a trial begins.
const TRIAL_START: &str = "trial_start";

/// A duty to tell people before a trial ends.
#[derive(Clone, Copy)]
struct Bound<'a, 'c, 'p> {
    duty: &'a Duty<'c, 'p>,
    notice: &'c Notice,
    about: About,
}

/// Holds what people in a trial are told against what the law of each place of the audience asks for.
pub(super) fn look(
    case: &Case<'_, '_>,
    offer: Def<'_, Offer>,
    trial: &At<Trial>,
    findings: &mut Findings<'_>,
) {
    let length = trial.value.length.value().copied();
    if length.is_none() && !trial.value.length.is_missing() {
        return;
    }
    let bound = bound(case, length);
    if bound.is_empty() {
        return;
    }
    let its_trial = format!("the trial of {}", named("the offer", offer));
    let Some(length) = length else {
        let finding = findings
            .unverified(trial.place, "has no `length`")
            .because(format!(
                "nothing says how long {its_trial} lasts, so that nobody can tell when people hear of its end; {}",
                law(&bound)
            ))
            .help("Say how long it lasts:\n  length: 30d");
        findings.push(resting_on(case, finding, &bound));
        return;
    };
    let tellers = tellers(case, offer);
    let (mut untimely, mut unsaid) = (Vec::new(), Vec::new());
    let mut first_untimely = None;
    for it in bound {
        let wanted = window(it.notice);
        let told = tellers
            .iter()
            .map(|teller| teller.told(it.duty.people.region, wanted, length))
            .min_by_key(Told::rank);
        match told {
            Some(Told::InTime) => {}
            Some(Told::Untimely(how)) => {
                untimely.push(it);
                first_untimely.get_or_insert(how);
            }
            Some(Told::Never) | None => unsaid.push(it),
        }
    }
    if let Some(how) = first_untimely {
        let finding = if untimely.iter().any(|it| it.duty.binds()) {
            findings.violation(how.place, how.missed)
        } else {
            findings.unverified(how.place, how.missed)
        };
        let finding = finding
            .because(format!("{}: {}", how.says, law(&untimely)))
            .see(case.campaign.project.value(trial.place).site.label(format!("lasts {length}")))
            .help(format!(
                "Who is told too early has forgotten it by then, and who is told too late can no longer stop it.{}",
                day_of(&untimely, length)
            ))
            .counterexample(how.example);
        findings.push(resting_on(case, finding, &untimely));
    }
    if !unsaid.is_empty() {
        let finding = findings
            .unverified(trial.place, "nothing here tells people of its end")
            .because(format!(
                "{its_trial} turns into a paid contract, and no campaign that could be read tells people before it does; {}",
                law(&unsaid)
            ))
            .help(format!(
                "Who has forgotten a trial pays for what they no longer want. Tell them in a campaign that starts with the trial:\n  trigger: {{event: {TRIAL_START}}}{}\nIf something else tells them, say so in a comment above the trial:\n  # courtesy: allow[renewal-notice]: the billing system writes to them",
                day_of(&unsaid, length)
            ));
        findings.push(resting_on(case, finding, &unsaid));
    }
}

/// What law asks for at the end of a trial so long, the gravest first.
fn bound<'a, 'c, 'p>(case: &'a Case<'c, 'p>, length: Option<Duration>) -> Vec<Bound<'a, 'c, 'p>> {
    let mut duties: Vec<&Duty<'_, '_>> = case.duties().iter().collect();
    duty::gravest_first(&mut duties);
    let mut bound: Vec<Bound<'_, '_, '_>> = Vec::new();
    for duty in duties {
        let Some(notice) = duty.demands::<Notice>() else {
            continue;
        };
        if notice.of != NoticeOf::TrialEnd || notice.latest.is_none() {
            continue;
        }
        let same = |known: &Bound<'_, '_, '_>| {
            std::ptr::eq(known.duty.provision(), duty.provision())
                && known.duty.people.place == duty.people.place
        };
        if let Some(about) = long_enough(notice.if_term, length)
            && !bound.iter().any(same)
        {
            bound.push(Bound {
                duty,
                notice,
                about,
            });
        }
    }
    bound
}

/// What the first of some duties asks for, and where else it is asked for.
fn law(bound: &[Bound<'_, '_, '_>]) -> String {
    let Some(first) = bound.first() else {
        return String::new();
    };
    let long = match (first.about, first.notice.if_term) {
        (About::Perhaps, Some(term)) => format!("if it lasts {term} or longer, "),
        _ => String::new(),
    };
    format!(
        "{long}people in {} must be told {} before it ends{}",
        first.duty.place(),
        window(first.notice),
        duty::elsewhere_by(bound.iter().map(|it| it.duty), |duty| Limit {
            strictness: 0,
            words: duty
                .demands::<Notice>()
                .map_or_else(String::new, |notice| window(notice).to_string()),
        }),
    )
}

/// The day of the trial on which all of these duties are kept, as the line of a step.
fn day_of(bound: &[Bound<'_, '_, '_>], length: Duration) -> String {
    let days = suits_all(bound.iter().map(|it| it.notice));
    let lasts = length.after(Day(0)).0;
    let day = days.and_then(|days| Some(lasts - i32::try_from(days).ok()?));
    day.filter(|day| *day >= 0)
        .map_or(String::new(), |day| {
            format!(
                "\nSay on this day what the trial turns into, what that costs and how to stop it:\n  steps: [{{id: before-the-end, day: {day}, channel: email, ...}}]"
            )
        })
}

fn resting_on(case: &Case<'_, '_>, finding: Diagnostic, bound: &[Bound<'_, '_, '_>]) -> Diagnostic {
    let Some(first) = bound.first().map(|it| it.duty) else {
        return finding;
    };
    let mut finding = finding.see(
        case.campaign
            .project
            .value(first.people.place)
            .site
            .label("where buyers are"),
    );
    if let (Some(doubt), Some(help)) = (first.doubt(), &mut finding.help) {
        help.push('\n');
        help.push_str(&doubt);
    }
    duty::resting_on(finding, bound.iter().map(|it| it.duty))
}

/// A campaign that starts with the trial of an offer and tells what it turns into.
struct Teller<'p> {
    campaign: CampaignView<'p>,
    cast: Cast<'p>,
}

/// What people in a trial hear of its end.
enum Told {
    /// All of them, in time.
    InTime,
    /// Some of them, at another time.
    Untimely(Untimely),
    /// Nothing.
    Never,
}

/// Somebody who is told at the wrong time.
struct Untimely {
    /// The step that tells.
    place: Place,
    missed: &'static str,
    says: String,
    example: Counterexample,
}

impl Told {
    /// The best first.
    fn rank(&self) -> u8 {
        match self {
            Self::InTime => 0,
            Self::Untimely(_) => 1,
            Self::Never => 2,
        }
    }
}

fn tellers<'p>(case: &Case<'_, 'p>, offer: Def<'_, Offer>) -> Vec<Teller<'p>> {
    let project = case.campaign.project;
    let with_the_trial = project.all::<Campaign>().filter(|campaign| {
        let trigger = campaign.value.trigger.value();
        let event = trigger.and_then(|it| it.event.value());
        campaign.value.status.value() != Some(&Status::Ended)
            && event.is_some_and(|event| event.0 == TRIAL_START)
    });
    with_the_trial
        .map(|campaign| CampaignView::of(project, campaign))
        .filter(|campaign| {
            // A notice need not offer anything; of one that does, the offer says which trial it is about.
            let offers = &campaign.offers;
            let about = offers.is_empty() || offers.iter().any(|it| it.place == offer.place);
            about && campaign.steps.iter().any(|step| tells(campaign, step))
        })
        .map(|campaign| Teller {
            cast: Cast::of(&campaign),
            campaign,
        })
        .collect()
}

/// Whether a step tells what the trial turns into.
fn tells(campaign: &CampaignView<'_>, step: &StepView<'_>) -> bool {
    let Some(message) = step.message.filter(|_| step.reaches_people()) else {
        return false;
    };
    let mut readings = campaign.readings().iter();
    readings.any(|reading| {
        reading.message.place == message.place
            && (reading.text.states_trial_conversion().is_some()
                || reading.text.renders(OfferField::Trial).is_some())
    })
}

impl Teller<'_> {
    /// What people in a region hear, whichever day their trial of this length begins.
    fn told(&self, region: &Region, wanted: Window, length: Duration) -> Told {
        let timing = self.cast.timing();
        let people = timing
            .people()
            .find(|(people, _)| region.is_within(people.region) || people.region.is_within(region));
        let Some((people, plan)) = people else {
            return Told::Never;
        };
        let telling: Vec<bool> = self
            .campaign
            .steps
            .iter()
            .map(|step| tells(&self.campaign, step))
            .collect();
        let mut all = Told::Never;
        for enrolled in plan.enrollment_days() {
            let end = length.after(enrolled);
            let mut contacts = plan.contacts(enrolled);
            contacts.retain(|it| !it.skipped && telling.get(it.step) == Some(&true));
            let missed = |contact: &Contact| match u32::try_from(end.0 - contact.day.0) {
                Ok(before) => wanted.misses(Duration::days(before)),
                Err(_) => Some("too late"),
            };
            if contacts.iter().any(|contact| missed(contact).is_none()) {
                all = Told::InTime;
                continue;
            }
            let last = contacts.last();
            return match last.and_then(|contact| Some((contact, missed(contact)?))) {
                Some((contact, missed)) => {
                    Told::Untimely(self.untimely(people, enrolled, end, contact, missed))
                }
                None => Told::Never,
            };
        }
        all
    }

    fn untimely(
        &self,
        people: &People<'_>,
        enrolled: Day,
        end: Day,
        contact: &Contact,
        missed: &'static str,
    ) -> Untimely {
        let step = &self.campaign.steps[contact.step];
        let how_long = match end.0 - contact.day.0 {
            0 => "on its last day".to_owned(),
            1 => "one day before".to_owned(),
            days @ 2.. => format!("{days} days before"),
            _ => "after it has ended".to_owned(),
        };
        Untimely {
            place: step.name_place(),
            missed,
            says: format!(
                "whoever begins the trial on {} and pays from {} on is told of it by `{}` on {}, {how_long}, {missed}",
                enrolled.with_weekday(),
                end.with_weekday(),
                step.name(),
                contact.day.with_weekday(),
            ),
            example: Counterexample {
                region: people.region.code().to_owned(),
                time_zone: people.zone.name().to_owned(),
                contacts: vec![as_example(&self.campaign, people, enrolled, contact)],
                affected: None,
            },
        }
    }
}
