//! `courtesy calendar`: the contacts of one person, or of everybody, day by day.
//!
//! What is shown is what the plan says and the rules judge; nothing is worked out here but how to
//! draw it. A contact is drawn at every minute at which it can start on its day. Tasks of one's own
//! staff reach nobody, and are left out.

mod ics;
mod json;
mod marks;
mod month;
mod wording;

use super::Exit;
use super::output::{self, ColourChoice, Failure, usage};
use crate::calendar::{Day, Region, Zone};
use crate::law::Law;
use crate::model::{self, Campaign, Channel};
use crate::plan::{Cast, Contact, Enrollment, Gap, MOST_CONTACTS, People, Plan};
use crate::project::{self, CampaignView, Def, Project, Request, Settings, Standing};
use crate::rules::{self, Case, law_of};
use crate::yaml;
use marks::{Marks, in_order};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::PathBuf;

/// An overview of more enrollment dates than ten years have is neither quick nor of use.
const MOST_ENROLLMENTS: u32 = 3660;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The campaign's id.
    #[arg(value_name = "CAMPAIGN")]
    campaign: String,
    /// Files and folders in which it and what it refers to are defined.
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// One of the campaign's regions; its first by default.
    #[arg(long)]
    region: Option<Region>,
    /// Show what one person gets who is enrolled on this day, such as 2026-10-09; by default how
    /// many enrollment dates lead to a contact on each day.
    #[arg(long, value_name = "DATE")]
    enrolled: Option<Day>,
    /// Show it as if today were this day.
    #[arg(long, value_name = "DATE")]
    today: Option<Day>,
    /// How to print it.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// When to use colour.
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    color: ColourChoice,
}

/// The forms in which a calendar is printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum Format {
    /// Month by month, for people.
    Text,
    /// For programs.
    Json,
    /// For calendar programs (RFC 5545).
    Ics,
}

/// Whose calendar it is.
struct Scene<'a, 'c, 'p> {
    case: &'a Case<'c, 'p>,
    /// People of one region and one clock, of one audience each.
    people: &'a [(&'c People<'p>, &'a Plan<'c>)],
    /// The region's other clocks.
    other_zones: Vec<Zone>,
    enrollment: Enrollment,
    marks: Marks<'a, 'c, 'p>,
    today: Day,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let cwd = std::env::current_dir()
        .map_err(|error| usage(format!("the current folder cannot be read: {error}")))?;
    let today = arguments.today.unwrap_or_else(Day::today);
    let project = project::load(&Request {
        cwd,
        paths: arguments.paths.clone(),
        standard_input: None,
        settings: Settings::Nearest,
        today,
        profile: None,
    });
    refuse_broken_settings(&project)?;
    for note in &project.notes {
        output::tell(&format!("note: {note}"));
    }
    if !project.files.iter().any(|file| file.selected) {
        let paths = arguments
            .paths
            .iter()
            .map(|path| path.display().to_string());
        let paths: Vec<String> = paths.collect();
        return Err(Failure::Told(
            format!(
                "nothing to show: no YAML document under {} has a section such as `campaigns:`",
                paths.join(", ")
            ),
            Exit::NothingToCheck,
        ));
    }
    let campaign = CampaignView::of(&project, find(&project, &arguments.campaign)?);
    let enrollment = enrollment(&campaign);
    let whole = Cast::of(&campaign);
    refuse_nobody(&campaign, &whole)?;
    let cast = match arguments.enrolled {
        Some(day) if (enrollment.first..=enrollment.last).contains(&day) => whole.enrolled_on(day),
        Some(day) => return Err(usage(no_enrollment_date(&campaign, day, enrollment))),
        None => whole,
    };
    let timing = cast.timing();
    let region = region(&campaign, &cast, arguments.region.as_ref())?;
    let there = || timing.people().filter(|(it, _)| it.region == region);
    let zone = there().next().map_or(Zone::UTC, |(people, _)| people.zone);
    let people: Vec<_> = there().filter(|(it, _)| it.zone == zone).collect();
    let mut other_zones: Vec<Zone> = Vec::new();
    for (other, _) in there().filter(|(it, _)| it.zone != zone) {
        if !other_zones.contains(&other.zone) {
            other_zones.push(other.zone);
        }
    }
    let law = law(&campaign);
    let case = Case::new(&campaign, &timing, &law);
    let scene = Scene {
        case: &case,
        people: &people,
        other_zones,
        enrollment,
        marks: Marks::find(&case, &people),
        today,
    };
    let text = match arguments.enrolled {
        Some(day) => one_person(&scene, day, arguments),
        None => everybody(&scene, arguments)?,
    };
    output::print(text.as_bytes())?;
    Ok(Exit::Clean)
}

fn one_person(scene: &Scene<'_, '_, '_>, enrolled: Day, arguments: &Arguments) -> String {
    let itinerary = Itinerary::of(scene, enrolled);
    match arguments.format {
        Format::Text => month::itinerary(scene, &itinerary, page(arguments)),
        Format::Json => {
            note(&wording::beside(scene, &itinerary));
            json::itinerary(scene, &itinerary)
        }
        Format::Ics => {
            note(&wording::beside(scene, &itinerary));
            ics::itinerary(scene, &itinerary)
        }
    }
}

fn everybody(scene: &Scene<'_, '_, '_>, arguments: &Arguments) -> Result<String, Failure> {
    let dates = scene.plan().enrollments();
    if dates > MOST_ENROLLMENTS {
        return Err(usage(format!(
            "`{}` enrolls people on {dates} dates, more than the {MOST_ENROLLMENTS} that an overview holds; \
             show one of them with --enrolled {}",
            scene.case.campaign.id, scene.enrollment.first
        )));
    }
    let overview = Overview::of(scene);
    Ok(match arguments.format {
        Format::Text => month::overview(scene, &overview, page(arguments)),
        Format::Json => {
            note(&wording::about_the_place(scene));
            json::overview(scene, &overview)
        }
        Format::Ics => {
            note(&wording::about_the_place(scene));
            ics::overview(scene, &overview)
        }
    })
}

/// What a format cannot say is said beside it.
fn note(sentences: &[String]) {
    for sentence in sentences {
        output::tell(&format!("note: {sentence}"));
    }
}

fn page(arguments: &Arguments) -> month::Page {
    let columns = std::env::var("COLUMNS").ok();
    let columns = columns.and_then(|columns| columns.parse().ok());
    month::Page {
        width: columns.or_else(output::terminal_width).unwrap_or(100),
        colour: arguments.color.for_stdout(),
    }
}

fn refuse_broken_settings(project: &Project) -> Result<(), Failure> {
    let fault = |name: &str| (!rules::is_known(name)).then(String::new);
    let broken = project
        .configs
        .iter()
        .find(|config| !config.mistakes(fault).is_empty());
    match broken {
        Some(config) => Err(usage(format!(
            "{} has mistakes; `courtesy check` says which",
            config.source.path
        ))),
        None => Ok(()),
    }
}

fn find<'p>(project: &'p Project, id: &str) -> Result<Def<'p, Campaign>, Failure> {
    if let Some(campaign) = project.get::<Campaign>(id) {
        return Ok(campaign);
    }
    let mut known: Vec<&str> = project.all::<Campaign>().filter_map(|it| it.id).collect();
    known.sort_unstable();
    let mut message = format!("there is no campaign `{id}`");
    if let Some(near) = yaml::nearest(id, known.iter().copied()) {
        let _ = write!(message, "; did you mean `{near}`?");
    } else if known.is_empty() {
        message.push_str(", nor any other, under the given paths");
    } else {
        let some: Vec<&str> = known.iter().copied().take(8).collect();
        let more = known.len() - some.len();
        let _ = write!(message, "; there are: {}", some.join(", "));
        if more > 0 {
            let _ = write!(message, " and {more} more");
        }
    }
    let unread = |standing: &Standing| *standing == Standing::Unreadable;
    if project.files.iter().any(|file| unread(&file.standing)) {
        message.push_str(" (some files could not be read: `courtesy check` says which)");
    }
    Err(usage(message))
}

/// The enrollment dates. Once means the first of them alone.
fn enrollment(campaign: &CampaignView<'_>) -> Enrollment {
    let enrollment = Enrollment::of(campaign);
    match campaign.value.enrollment.value() {
        Some(model::Enrollment::Once) => Enrollment {
            last: enrollment.first,
            ..enrollment
        },
        _ => enrollment,
    }
}

fn no_enrollment_date(campaign: &CampaignView<'_>, day: Day, enrollment: Enrollment) -> String {
    let Enrollment { first, last } = enrollment;
    let dates = if first == last {
        format!("everybody is enrolled on {}", first.with_weekday())
    } else {
        format!(
            "people are enrolled from {} to {}",
            first.with_weekday(),
            last.with_weekday()
        )
    };
    let year = if campaign.value.ends.is_missing() && first != last {
        " (it names no end, and is followed for a year)"
    } else {
        ""
    };
    format!(
        "{} is no enrollment date of `{}`: {dates}{year}",
        day.with_weekday(),
        campaign.id
    )
}

fn refuse_nobody(campaign: &CampaignView<'_>, cast: &Cast<'_>) -> Result<(), Failure> {
    if !cast.people.is_empty() {
        return Ok(());
    }
    let id = campaign.id;
    let no_region = cast.gaps.iter().any(|Gap::NoRegion(_)| true);
    Err(usage(if no_region {
        format!(
            "the contacts of `{id}` cannot be laid out: nobody says in which region its people are"
        )
    } else {
        format!(
            "the contacts of `{id}` cannot be laid out: what decides when they happen is missing or cannot be read; `courtesy check` says what"
        )
    }))
}

/// The region that was asked for, if the campaign has it; else its first.
fn region<'p>(
    campaign: &CampaignView<'p>,
    cast: &Cast<'p>,
    wanted: Option<&Region>,
) -> Result<&'p Region, Failure> {
    let mut regions: Vec<&'p Region> = Vec::new();
    for people in &cast.people {
        if !regions.contains(&people.region) {
            regions.push(people.region);
        }
    }
    let found = match wanted {
        None => regions.first(),
        Some(wanted) => regions.iter().find(|region| **region == wanted),
    };
    found.copied().ok_or_else(|| {
        let codes: Vec<&str> = regions.iter().map(|region| region.code()).collect();
        usage(format!(
            "`{}` has nobody in {}; its regions are: {}",
            campaign.id,
            wanted.map_or("", |region| region.code()),
            codes.join(", ")
        ))
    })
}

/// The law by which a check judges the campaign.
fn law(campaign: &CampaignView<'_>) -> Law {
    let config = campaign.project.config(campaign.place);
    config.map_or_else(Law::built_in, law_of)
}

impl<'p> Scene<'_, '_, 'p> {
    fn first(&self) -> &People<'p> {
        self.people[0].0
    }

    fn plan(&self) -> &Plan<'_> {
        self.people[0].1
    }

    /// The steps that reach people; a task of one's own is no contact.
    fn steps(&self) -> impl Iterator<Item = usize> {
        let steps = self.case.campaign.steps.iter();
        steps
            .filter(|step| step.reaches_people())
            .map(|step| step.position)
    }

    /// Whether any step may be made on a day.
    fn is_open(&self, day: Day) -> bool {
        self.steps().any(|step| self.plan().is_open(step, day))
    }

    /// The channels of the steps, each once, and none for all together.
    fn channels(&self) -> BTreeSet<Option<Channel>> {
        let own = self
            .steps()
            .map(|step| self.case.campaign.steps[step].channel);
        own.flatten().map(Some).chain([None]).collect()
    }
}

/// A contact that one person gets.
struct Marked {
    contact: Contact,
    findings: Vec<&'static str>,
}

/// A day on which a step can fall in place of the one that is shown.
struct Perhaps {
    step: usize,
    day: Day,
    findings: Vec<&'static str>,
}

/// What one person gets.
struct Itinerary {
    enrolled: Day,
    contacts: Vec<Marked>,
    skipped: Vec<Contact>,
    perhaps: Vec<Perhaps>,
    /// Rules that found something in the campaign that marks no contact.
    others: Vec<&'static str>,
    /// Whether it goes on for longer than anybody could read.
    cut: bool,
}

impl Itinerary {
    fn of(scene: &Scene<'_, '_, '_>, enrolled: Day) -> Self {
        let steps: BTreeSet<usize> = scene.steps().collect();
        let planned = scene.plan().contacts(enrolled);
        let cut = planned.len() >= MOST_CONTACTS;
        let last = planned.last().map(|contact| contact.day);
        let (skipped, made): (Vec<Contact>, Vec<Contact>) = planned
            .into_iter()
            .filter(|contact| steps.contains(&contact.step))
            .partition(|contact| contact.skipped);
        let known: BTreeSet<(usize, Day)> = made.iter().map(|it| (it.step, it.day)).collect();
        let mut itinerary = Self {
            enrolled,
            contacts: mark(scene, made),
            skipped,
            perhaps: Vec::new(),
            others: Vec::new(),
            cut,
        };
        for step in steps {
            for times in scene.case.times(scene.first(), step) {
                let days = times
                    .days
                    .iter()
                    .filter(|day| !known.contains(&(step, *day)));
                let days = days.filter(|day| !cut || Some(*day) <= last);
                itinerary.perhaps.extend(days.map(|day| Perhaps {
                    step,
                    day,
                    findings: scene.marks.by_date(step, day, &times.ranges),
                }));
            }
        }
        itinerary.perhaps.sort_by_key(|it| (it.day, it.step));
        itinerary.add_examples(scene);
        let marked: BTreeSet<&str> = itinerary.marked().collect();
        itinerary.others = scene.marks.all();
        itinerary.others.retain(|rule| !marked.contains(rule));
        itinerary
    }

    fn marked(&self) -> impl Iterator<Item = &'static str> {
        let contacts = self.contacts.iter().flat_map(|it| &it.findings);
        let perhaps = self.perhaps.iter().flat_map(|it| &it.findings);
        contacts.chain(perhaps).copied()
    }

    /// Marks what the findings show as examples.
    fn add_examples(&mut self, scene: &Scene<'_, '_, '_>) {
        let names = wording::names(scene);
        let mut shown: BTreeMap<(&str, u32, &str), Vec<&'static str>> = BTreeMap::new();
        for (rule, contact) in scene.marks.examples() {
            shown
                .entry((&contact.step, contact.attempt, &contact.date))
                .or_default()
                .push(rule);
        }
        let enrolled = self.enrolled.to_string();
        let mut perhaps: BTreeMap<(&str, &str), Vec<&'static str>> = BTreeMap::new();
        for (rule, contact) in scene.marks.examples() {
            if contact.enrolled == enrolled {
                let at = (contact.step.as_str(), contact.date.as_str());
                perhaps.entry(at).or_default().push(rule);
            }
        }
        for it in &mut self.contacts {
            let (name, date) = (&names[it.contact.step], it.contact.day.to_string());
            let rules = shown.get(&(name, it.contact.attempt, &date));
            it.findings.extend(rules.into_iter().flatten());
            in_order(&mut it.findings);
        }
        for it in &mut self.perhaps {
            let date = it.day.to_string();
            let rules = perhaps.get(&(names[it.step].as_str(), date.as_str()));
            it.findings.extend(rules.into_iter().flatten());
            in_order(&mut it.findings);
        }
    }
}

/// Marks contacts with what they break by themselves and by their number in a day.
fn mark(scene: &Scene<'_, '_, '_>, made: Vec<Contact>) -> Vec<Marked> {
    let mut attempts: BTreeMap<(Day, Option<Channel>), u32> = BTreeMap::new();
    for contact in &made {
        let channel = scene.case.campaign.steps[contact.step].channel;
        if channel.is_some() {
            *attempts.entry((contact.day, None)).or_default() += 1;
            *attempts.entry((contact.day, channel)).or_default() += 1;
        }
    }
    let contacts = made.into_iter().map(|contact| {
        let step = contact.step;
        let channel = scene.case.campaign.steps[step].channel;
        let mut findings = scene.marks.by_date(step, contact.day, &contact.ranges);
        findings.extend(scene.marks.by_place(step));
        for of in [None, channel] {
            let count = attempts.get(&(contact.day, of)).copied().unwrap_or(0);
            findings.extend(scene.marks.too_many(of, count));
        }
        Marked { contact, findings }
    });
    contacts.collect()
}

/// What can happen to anybody, by day.
struct Overview {
    /// How many enrollment dates lead to a contact on a day.
    days: Vec<(Day, u32)>,
    /// What a contact on the day can break.
    findings: BTreeMap<Day, Vec<&'static str>>,
    /// Rules that found something in the campaign that marks no day.
    others: Vec<&'static str>,
}

impl Overview {
    fn of(scene: &Scene<'_, '_, '_>) -> Self {
        let steps: BTreeSet<usize> = scene.steps().collect();
        let days = scene.plan().enrollments_on(|step| steps.contains(&step));
        let mut findings: BTreeMap<Day, Vec<&'static str>> = BTreeMap::new();
        for step in &steps {
            for times in scene.case.times(scene.first(), *step) {
                for day in times.days.iter() {
                    let rules = scene.marks.by_date(*step, day, &times.ranges);
                    findings.entry(day).or_default().extend(rules);
                }
            }
        }
        for channel in scene.channels() {
            let of_channel = |step: usize| {
                let own = scene.case.campaign.steps[step].channel;
                steps.contains(&step) && own.is_some() && (channel.is_none() || own == channel)
            };
            // What could not be followed has no dates; the rule that says so is among the others.
            let per_day = scene.plan().per_day(of_channel).unwrap_or_default();
            for (day, most) in per_day {
                let rule = scene.marks.too_many(channel, most);
                findings.entry(day).or_default().extend(rule);
            }
        }
        for (rule, contact) in scene.marks.examples() {
            if let Ok(day) = contact.date.parse() {
                findings.entry(day).or_default().push(rule);
            }
        }
        findings.retain(|_, rules| {
            in_order(rules);
            !rules.is_empty()
        });
        let mut others = scene.marks.all();
        others.retain(|rule| !findings.values().any(|rules| rules.contains(rule)));
        Self {
            days,
            findings,
            others,
        }
    }
}
