use super::words::{self, counted};
use crate::calendar::{Day, Region, Zone};
use crate::diagnostics::{Counterexample, Diagnostic, Label};
use crate::law::Law;
use crate::model::{Audience, Campaign, Channel, Purpose, Status};
use crate::plan::{People, Spell, Unfollowed};
use crate::project::{CampaignView, Def, Limit, Sharing, leaves_out};
use crate::rules::{Case, Findings, Member, Rule, about, rule};
use crate::spread::spread;
use crate::yaml::Place;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::sync::Arc;

rule! {
    /// Campaigns that can hold the same person together break a limit that each keeps alone.
    CampaignOverlap, "campaign-overlap", "frequency", Error
}

/// A finding names so many campaigns at most.
const MOST_NAMED: usize = 6;
/// So many audiences are tried as the one that has most, where some of a place cannot share people.
const MOST_SEEDS: usize = 16;
/// In one place so many days are looked at for a limit, and so many findings made.
const MOST_DAYS: usize = 400;
const MOST_FINDINGS: usize = 10;

impl Rule for CampaignOverlap {
    about!();

    fn check_together(&self, campaigns: &[Member<'_>], findings: &mut Findings<'_>) {
        let members: Vec<&Member<'_>> = campaigns
            .iter()
            .filter(|campaign| is_counted(campaign.view.value))
            .collect();
        if members.len() < 2 {
            return;
        }
        let places = Places::of(&members);
        let alone = places.alone(&members);
        let numbered = members.iter().enumerate().collect();
        // Nobody shares people with a campaign that is alone in each of its places.
        let loads = spread(numbered, |(number, member): (usize, &&Member<'_>)| {
            if alone[number] {
                Load::default()
            } else {
                Load::of(member)
            }
        });
        for (member, load) in members.iter().zip(&loads) {
            if let Some(Unfollowed) = load.open {
                findings.push(not_followed(member, findings));
            }
        }
        let mut told = FxHashSet::default();
        for place in &places.list {
            let shared = Shared {
                place,
                entries: places.around(place),
                members: &members,
                loads: &loads,
            };
            for found in shared.findings(&mut told) {
                findings.push(shared.report(&found, findings));
            }
        }
    }
}

/// Says that what a campaign adds to others could not be worked out.
fn not_followed(member: &Member<'_>, findings: &Findings<'_>) -> Diagnostic {
    let view = &member.view;
    findings
        .unverified(view.place, "more ways than can be followed")
        .because(format!(
            "attempts minutes apart, or retries that branch, lead to more ways through `{}` than can be followed; what it adds to other campaigns on the same people is not known",
            view.id
        ))
        .help("Put more time between the attempts, or make fewer:\n  attempts: 3\n  spacing: 2d")
}

/// Whether a campaign's contacts count: not those of campaigns that are over or stand still, nor
/// what a person has caused or must be told.
fn is_counted(campaign: &Campaign) -> bool {
    let rests = matches!(
        campaign.status.value(),
        Some(Status::Paused | Status::Ended)
    );
    let must = matches!(
        campaign.purpose.value(),
        Some(Purpose::ServiceNotice | Purpose::SafetyNotice | Purpose::Transactional)
    );
    !rests && !must
}

fn starts(member: &Member<'_>) -> Option<Day> {
    member.view.value.starts.value().copied()
}

/// Whether a step's attempts are of a channel, or of any.
fn counts(member: &Member<'_>, step: usize, channel: Option<Channel>) -> bool {
    let step = &member.view.steps[step];
    match channel {
        None => step.reaches_people() && step.channel.is_some(),
        Some(channel) => step.channel == Some(channel),
    }
}

/// What is limited.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
struct Measure {
    /// In so many days in a row.
    days: u32,
    /// Of one channel, or of all.
    channel: Option<Channel>,
}

impl Measure {
    fn all() -> impl Iterator<Item = Self> {
        [1, 7].into_iter().flat_map(|days| {
            std::iter::once(None)
                .chain(Channel::ALL.iter().copied().map(Some))
                .map(move |channel| Self { days, channel })
        })
    }

    fn limit(self, view: &CampaignView<'_>) -> Option<Limit<u32>> {
        match (self.days, self.channel) {
            (1, None) => view.limits.per_day_any(),
            (1, Some(channel)) => view.limits.per_day(channel),
            (_, None) => view.limits.per_7_days_any(),
            (_, Some(channel)) => view.limits.per_7_days(channel),
        }
    }
}

/// The most attempts on one person by the first day, earliest first, for each measure and script;
/// only what keeps the limit, for what breaks it alone is told elsewhere.
#[derive(Default)]
struct Load {
    most: FxHashMap<(Measure, usize), Most>,
    /// What is said if not all could be followed.
    open: Option<Unfollowed>,
}

/// The most attempts by the first day; measures that count the same steps have one list together.
type Most = Arc<[Run]>;

/// Days in a row, each of which has as many. Thousands of campaigns keep their lists at once.
#[derive(Clone, Copy)]
struct Run {
    first: Day,
    last: Day,
    count: u32,
}

/// Each day's number, as few runs as there can be.
fn runs(days: &[(Day, u32)]) -> Most {
    let goes_on = |one: &(Day, u32), next: &(Day, u32)| one.0.plus(1) == next.0 && one.1 == next.1;
    days.chunk_by(goes_on)
        .filter_map(|days| {
            let ((first, count), (last, _)) = (*days.first()?, *days.last()?);
            Some(Run { first, last, count })
        })
        .collect()
}

impl Load {
    fn of(member: &Member<'_>) -> Self {
        let mut load = Self::default();
        let timing = member.cast.timing();
        // Most campaigns use one channel, so that its limits and those of all channels count the same.
        let mut known: FxHashMap<(u32, Vec<bool>, usize), Most> = FxHashMap::default();
        for measure in Measure::all() {
            let Some(limit) = measure.limit(&member.view) else {
                continue;
            };
            let steps = 0..member.view.steps.len();
            let steps: Vec<bool> = steps
                .map(|step| counts(member, step, measure.channel))
                .collect();
            if !steps.contains(&true) {
                continue;
            }
            // What cannot be laid out is told of the campaign by itself, by `attempts-per-window`.
            for (people, plan) in timing.plans().filter(|(_, plan)| !words::is_too_much(plan)) {
                let counted = |step: usize| steps[step];
                let asked = (measure.days, steps.clone(), people.script());
                let most = known.entry(asked).or_insert_with(|| {
                    let most = if measure.days == 1 {
                        plan.per_day(counted)
                    } else {
                        plan.per_window(measure.days, counted)
                    };
                    let most = most.unwrap_or_else(|why| {
                        load.open = Some(why);
                        Vec::new()
                    });
                    runs(&most)
                });
                let keeps = |run: &Run| run.count <= limit.value;
                let most = if most.iter().all(keeps) {
                    Arc::clone(most)
                } else {
                    most.iter().copied().filter(keeps).collect()
                };
                if !most.is_empty() {
                    load.most.insert((measure, people.script()), most);
                }
            }
        }
        load
    }

    fn on(&self, measure: Measure, script: usize, day: Day) -> u32 {
        self.most.get(&(measure, script)).map_or(0, |most| {
            let after = most.partition_point(|run| run.last < day);
            most.get(after)
                .filter(|run| run.first <= day)
                .map_or(0, |run| run.count)
        })
    }
}

/// People of one campaign in one place: the numbers of the campaign and of the people in its cast.
type Entry = (usize, usize);

/// A place that is written in some audience, and its clock.
struct Spot<'p> {
    region: &'p Region,
    zone: Zone,
    entries: Vec<Entry>,
}

struct Places<'p> {
    list: Vec<Spot<'p>>,
    known: FxHashMap<(&'p str, Zone), usize>,
    regions: FxHashMap<&'p str, Vec<usize>>,
}

impl<'p> Places<'p> {
    fn of(members: &[&Member<'p>]) -> Self {
        let mut places = Self {
            list: Vec::new(),
            known: FxHashMap::default(),
            regions: FxHashMap::default(),
        };
        for (campaign, member) in members.iter().enumerate() {
            for (number, people) in member.cast.people.iter().enumerate() {
                let zone = people.zone.canonical();
                let code = people.region.code();
                let at = *places.known.entry((code, zone)).or_insert_with(|| {
                    places.list.push(Spot {
                        region: people.region,
                        zone,
                        entries: Vec::new(),
                    });
                    places.list.len() - 1
                });
                places.list[at].entries.push((campaign, number));
            }
        }
        for (at, spot) in places.list.iter().enumerate() {
            places
                .regions
                .entry(spot.region.code())
                .or_default()
                .push(at);
        }
        places
    }

    /// Everybody who can be in a place: those of the place, and those of a place around it whose
    /// clock is the same.
    fn around(&self, place: &Spot<'p>) -> Vec<Entry> {
        let mut entries = Vec::new();
        let around = std::iter::successors(Some(place.region.clone()), Region::parent)
            .chain(place.region.twin());
        for region in around {
            for at in self.regions.get(region.code()).into_iter().flatten() {
                let other = &self.list[*at];
                if other.zone.same_clock(place.zone) {
                    entries.extend_from_slice(&other.entries);
                }
            }
        }
        entries.sort_unstable();
        entries.dedup();
        entries
    }

    /// Which campaigns are alone in each of their places.
    fn alone(&self, members: &[&Member<'p>]) -> Vec<bool> {
        let mut alone = vec![true; members.len()];
        for place in &self.list {
            let entries = self.around(place);
            let Some((first, _)) = entries.first() else {
                continue;
            };
            if entries.iter().any(|(campaign, _)| campaign != first) {
                for (campaign, _) in entries {
                    alone[campaign] = false;
                }
            }
        }
        alone
    }
}

/// The campaigns whose people can be in one place.
struct Shared<'s, 'p> {
    place: &'s Spot<'p>,
    entries: Vec<Entry>,
    members: &'s [&'s Member<'p>],
    loads: &'s [Load],
}

/// Campaigns that together break a limit.
struct Found {
    measure: Measure,
    limit: Limit<u32>,
    day: Day,
    /// The largest share first; and how many each has.
    entries: Vec<(Entry, u32)>,
    /// How many campaigns more.
    more: usize,
    sharing: Sharing,
}

impl<'s, 'p> Shared<'s, 'p> {
    fn people(&self, (campaign, number): Entry) -> &'s People<'p> {
        &self.members[campaign].cast.people[number]
    }

    fn audience(&self, entry: Entry) -> Def<'p, Audience> {
        self.people(entry).audience
    }

    /// Whether one person can be in two campaigns.
    fn sharing(&self, one: Entry, other: Entry) -> Sharing {
        if one.0 == other.0 {
            return Sharing::Never;
        }
        let (a, b) = (self.audience(one), self.audience(other));
        if leaves_out(self.members[one.0].view.value, b)
            || leaves_out(self.members[other.0].view.value, a)
        {
            return Sharing::Never;
        }
        Sharing::of(a, b)
    }

    fn findings(&self, told: &mut FxHashSet<usize>) -> Vec<Found> {
        let mut found = Vec::new();
        let linked = self.linked();
        for (sharing, entries) in [
            (Sharing::Stated, &linked),
            (Sharing::Possible, &self.entries),
        ] {
            for measure in Measure::all() {
                for day in self.days_over(measure, entries) {
                    if entries.iter().all(|(campaign, _)| told.contains(campaign)) {
                        break;
                    }
                    if found.len() >= MOST_FINDINGS {
                        return found;
                    }
                    found.extend(self.on(measure, day, sharing, entries, told));
                }
            }
        }
        found
    }

    /// Those of whom it can be said that they share people with another: their audience is that of
    /// another campaign too, or one names the other. Of thousands of campaigns they are few.
    fn linked(&self) -> Vec<Entry> {
        let mut first_of: FxHashMap<Place, usize> = FxHashMap::default();
        let mut several: FxHashSet<Place> = FxHashSet::default();
        let mut named: FxHashSet<&str> = FxHashSet::default();
        for entry in &self.entries {
            let audience = self.audience(*entry);
            let first = *first_of.entry(audience.place).or_insert(entry.0);
            if first != entry.0 {
                several.insert(audience.place);
            }
            named.extend(audience.value.overlaps.values().map(String::as_str));
        }
        let is_linked = |entry: &Entry| {
            let audience = self.audience(*entry);
            several.contains(&audience.place)
                || !audience.value.overlaps.is_empty()
                || audience.id.is_some_and(|id| named.contains(id))
        };
        self.entries.iter().copied().filter(is_linked).collect()
    }

    /// The days on which some together are over the lowest limit of any.
    fn days_over(&self, measure: Measure, entries: &[Entry]) -> Vec<Day> {
        let mut campaigns: FxHashMap<Day, (u32, u32)> = FxHashMap::default();
        let mut lowest = u32::MAX;
        for entry in entries {
            let script = self.people(*entry).script();
            let Some(most) = self.loads[entry.0].most.get(&(measure, script)) else {
                continue;
            };
            if let Some(limit) = measure.limit(&self.members[entry.0].view) {
                lowest = lowest.min(limit.value);
            }
            for run in most.iter() {
                for day in (run.first.0..=run.last.0).map(Day) {
                    let sum = campaigns.entry(day).or_default();
                    sum.0 += run.count;
                    sum.1 += 1;
                }
            }
        }
        let mut days: Vec<Day> = campaigns
            .into_iter()
            .filter(|(_, (sum, entries))| *entries > 1 && *sum > lowest)
            .map(|(day, _)| day)
            .collect();
        days.sort_unstable();
        days.truncate(MOST_DAYS);
        days
    }

    /// Campaigns that break a limit on a day, at least one of which has not been told of.
    fn on(
        &self,
        measure: Measure,
        day: Day,
        at_least: Sharing,
        entries: &[Entry],
        told: &mut FxHashSet<usize>,
    ) -> Option<Found> {
        let mut all: Vec<(Entry, u32)> = entries
            .iter()
            .map(|entry| {
                let script = self.people(*entry).script();
                (*entry, self.loads[entry.0].on(measure, script, day))
            })
            .filter(|(_, count)| *count > 0)
            .collect();
        all.sort_by_key(|(entry, count)| (Reverse(*count), *entry));
        let mut seeds = FxHashSet::default();
        let mut tried = 0;
        for seed in &all {
            if told.contains(&seed.0.0) || !seeds.insert(self.audience(seed.0).place) {
                continue;
            }
            tried += 1;
            if tried > MOST_SEEDS {
                return None;
            }
            let mut picked = vec![*seed];
            let mut more = Vec::new();
            for next in all.iter().filter(|next| *next != seed) {
                let shares = |(other, _): &(Entry, u32)| self.sharing(*other, next.0) >= at_least;
                if !picked.iter().all(shares) {
                    continue;
                }
                if picked.len() < MOST_NAMED {
                    picked.push(*next);
                } else {
                    more.push(next.0.0);
                }
            }
            let Some(limit) = picked
                .iter()
                .filter_map(|((campaign, _), _)| measure.limit(&self.members[*campaign].view))
                .min_by_key(|limit| limit.value)
            else {
                continue;
            };
            let sum: u32 = picked.iter().map(|(_, count)| count).sum();
            if picked.len() < 2 || sum <= limit.value {
                continue;
            }
            told.extend(picked.iter().map(|((campaign, _), _)| *campaign));
            told.extend(&more);
            return Some(Found {
                measure,
                limit,
                day,
                entries: picked,
                more: more.len(),
                sharing: at_least,
            });
        }
        None
    }

    fn report(&self, found: &Found, findings: &Findings<'_>) -> Diagnostic {
        let Found {
            measure,
            limit,
            day,
            entries,
            ..
        } = found;
        let mut example = Counterexample {
            region: self.place.region.code().to_owned(),
            time_zone: self.place.zone.name().to_owned(),
            contacts: Vec::new(),
            affected: None,
        };
        let mut labels: Vec<(usize, Label)> = Vec::new();
        for (entry, count) in entries {
            let member = &self.members[entry.0];
            let spell = self.contacts(*entry, found, &mut example);
            let how = spell.map_or(String::new(), |spell| {
                let mut steps: Vec<String> = Vec::new();
                for contact in &spell.contacts {
                    let name = format!("`{}`", member.view.steps[contact.step].name());
                    if !steps.contains(&name) {
                        steps.push(name);
                    }
                }
                format!(
                    " by {} to somebody enrolled {}",
                    steps.join(", "),
                    spell.enrolled.with_weekday()
                )
            });
            let text = format!("{}{how}", counted(*count, measure.channel));
            let spot = member.view.project.key(member.view.place);
            labels.push((entry.0, spot.site.label(text)));
        }
        example
            .contacts
            .sort_by(|a, b| (&a.date, &a.from).cmp(&(&b.date, &b.from)));
        // The later campaign came into what the earlier had filled.
        let later = entries
            .iter()
            .map(|((campaign, _), _)| *campaign)
            .max_by_key(|campaign| (starts(self.members[*campaign]), *campaign))
            .unwrap_or_default();
        let own = labels
            .iter()
            .find(|(campaign, _)| *campaign == later)
            .map_or(String::new(), |(_, label)| label.text.clone());
        let place = self.members[later].view.place;
        let mut finding = match found.sharing {
            Sharing::Stated => findings.lacking(place, own),
            _ => findings.unverified(place, own),
        };
        let others = labels
            .into_iter()
            .filter(|(campaign, _)| *campaign != later)
            .map(|(_, label)| label);
        finding = finding.see_all(others);
        let project = self.members[later].view.project;
        if let Some(place) = limit.place {
            finding = finding.see(project.key(place).site.label("the limit"));
        }
        let sum: u32 = entries.iter().map(|(_, count)| count).sum();
        let when = if measure.days == 1 {
            format!("on {}", day.with_weekday())
        } else {
            format!(
                "in the {} days from {} on",
                measure.days,
                day.with_weekday()
            )
        };
        let shares: Vec<String> = entries
            .iter()
            .map(|((campaign, _), count)| {
                format!("{count} from `{}`", self.members[*campaign].view.id)
            })
            .collect();
        let more = match found.more {
            0 => String::new(),
            1 => ", and 1 campaign more holds the same people".to_owned(),
            more => format!(", and {more} campaigns more hold the same people"),
        };
        let message = format!(
            "one person in {} can get {} {when}: {}{more}; at most {} {} allowed, which each keeps alone",
            words::place_of(self.place.region),
            counted(sum, measure.channel),
            shares.join(", "),
            limit.value,
            if limit.value == 1 { "is" } else { "are" },
        );
        finding
            .because(message)
            .counterexample(example)
            .help(self.help(found, later))
    }

    /// Adds what one campaign does to the example.
    fn contacts(&self, entry: Entry, found: &Found, example: &mut Counterexample) -> Option<Spell> {
        let member = &self.members[entry.0];
        let people = self.people(entry);
        let timing = member.cast.timing();
        let (_, plan) = timing
            .plans()
            .find(|(first, _)| first.script() == people.script())?;
        let counted = |step: usize| counts(member, step, found.measure.channel);
        let spell = plan.most_from(found.day, found.measure.days, counted)?;
        let law = Law::built_in();
        let case = Case::new(&member.view, &timing, &law);
        let own = case.itinerary(people, spell.enrolled, &spell.contacts);
        example.contacts.extend(own.contacts);
        Some(spell)
    }

    fn help(&self, found: &Found, later: usize) -> String {
        let own = found
            .entries
            .iter()
            .find(|((campaign, _), _)| *campaign == later)
            .map(|(entry, _)| self.audience(*entry));
        let other = found
            .entries
            .iter()
            .find(|((campaign, _), _)| *campaign != later)
            .map(|(entry, _)| self.audience(*entry));
        let first = "The person counts what comes from your company, not from a campaign.";
        match (
            found.sharing,
            own.and_then(|it| it.id),
            other.and_then(|it| it.id),
        ) {
            (Sharing::Possible, Some(own), Some(other)) => format!(
                "{first} Nothing says that nobody is in both audiences. If that is so, say it:\n  audiences:\n    {own}: {{disjoint_from: [{other}]}}\nElse leave those people out of the later campaign:\n  exclude: [{other}]"
            ),
            (_, Some(own), Some(other)) if own != other => format!(
                "{first} Begin the later campaign when the earlier has ended, or leave its people out:\n  exclude: [{other}]"
            ),
            _ => format!(
                "{first} Begin the later campaign when the earlier has ended:\n  starts: {}",
                self.after(found, later)
            ),
        }
    }

    /// The day after the last contact of the others.
    fn after(&self, found: &Found, later: usize) -> Day {
        found
            .entries
            .iter()
            .filter(|((campaign, _), _)| *campaign != later)
            .filter_map(|(entry, _)| {
                let load = &self.loads[entry.0].most;
                let script = self.people(*entry).script();
                load.get(&(found.measure, script))?.last()
            })
            .map(|run| run.last.plus(found.measure.days as i32))
            .max()
            .unwrap_or(found.day.plus(1))
    }
}
