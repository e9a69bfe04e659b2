//! The packs, read when they are first needed, and the questions one asks of them.

use super::binding::{Bearing, Binding, bearing};
use super::facts::Facts;
use super::provision::{Cap, Pack, Provision};
use super::timetable::{DayHours, LegalSets, Timetable};
use crate::calendar::{Day, Region, Zone};

/// A cap, and how its provision bears on the contact.
#[derive(Clone, Debug)]
pub struct BoundCap<'l> {
    /// What is allowed.
    pub cap: &'l Cap,
    /// The provision, and how it bears.
    pub binding: Binding<'l>,
}

/// All law that a run can look at.
#[derive(Debug, Default)]
pub struct Law {
    own: Vec<Pack>,
    adheres_to: Vec<String>,
}

impl Law {
    /// The law of these packs.
    pub fn of(packs: Vec<Pack>) -> Self {
        Self {
            own: packs,
            adheres_to: Vec::new(),
        }
    }

    /// The same, for a seller who has bound itself to these codes.
    pub fn for_members_of(mut self, codes: Vec<String>) -> Self {
        self.adheres_to = codes;
        self
    }

    /// The packs of one jurisdiction, built in or the user's own.
    pub fn packs<'l>(&'l self, jurisdiction: &str) -> impl Iterator<Item = &'l Pack> {
        self.own
            .iter()
            .filter(move |pack| pack.jurisdiction == jurisdiction)
    }

    /// Whether any law of the region's country is held. Where none is, the caller has nothing
    /// but courtesy to go by, and says so.
    pub fn has_pack(&self, region: &Region) -> bool {
        self.packs(region.country()).next().is_some()
    }

    /// The packs whose law people in `region` live under: locality, subdivision, country, and the
    /// unions that these name.
    pub fn chain(&self, region: &Region) -> Vec<&Pack> {
        let mut codes: Vec<&str> = vec![region.code()];
        for wider in [region.subdivision(), Some(region.country())] {
            codes.extend(wider.filter(|code| !codes.contains(code)));
        }
        let mut chain: Vec<&Pack> = codes.iter().flat_map(|code| self.packs(code)).collect();
        let unions: Vec<&str> = chain
            .iter()
            .flat_map(|pack| pack.within.iter().map(String::as_str))
            .collect();
        for union in unions {
            for pack in self.packs(union) {
                if !chain.iter().any(|held| std::ptr::eq(*held, pack)) {
                    chain.push(pack);
                }
            }
        }
        chain
    }

    /// Every provision that has to do with the contact at some time, with how it bears while it
    /// is in force.
    fn timeless(&self, facts: &Facts) -> impl Iterator<Item = Binding<'_>> {
        self.chain(&facts.region)
            .into_iter()
            .flat_map(|pack| &pack.provisions)
            .filter_map(|provision| {
                let bearing = bearing(provision, facts, &self.adheres_to)?;
                Some(Binding { provision, bearing })
            })
    }

    /// Every provision that is about such a contact and in force on `on` or later, with how it
    /// bears: for certain, by a fact that is not stated, not at all and why, or not yet.
    pub fn binding(&self, facts: &Facts, on: Day) -> Vec<Binding<'_>> {
        self.timeless(facts)
            .filter(|binding| on <= binding.provision.in_force.last())
            .map(|binding| at(binding, on))
            .collect()
    }

    /// When the contact is allowed on each day from `from` to `to`, on the clock of people in
    /// `zone`.
    pub fn timetable(
        &self,
        facts: &Facts,
        zone: Zone,
        from: Day,
        to: Day,
        sets: &dyn LegalSets,
    ) -> Timetable<'_> {
        Timetable::build(
            self.timeless(facts).collect(),
            &facts.region,
            zone,
            from,
            to,
            sets,
        )
    }

    /// What law says of one day. For many days make a [`Self::timetable`].
    pub fn hours(&self, facts: &Facts, on: Day, zone: Zone, sets: &dyn LegalSets) -> DayHours<'_> {
        self.timetable(facts, zone, on, on, sets).on(on)
    }

    /// The caps on such contacts on a day. Ask once a channel; a cap that counts several channels
    /// together comes back for each of them, the same provision every time.
    pub fn caps(&self, facts: &Facts, on: Day) -> Vec<BoundCap<'_>> {
        self.binding(facts, on)
            .into_iter()
            .filter(|binding| {
                binding.bearing.binds() || matches!(binding.bearing, Bearing::Unverified { .. })
            })
            .filter_map(|binding| {
                let cap = binding.provision.cap()?;
                Some(BoundCap { cap, binding })
            })
            .collect()
    }

    /// The provision of an id, if a pack of its jurisdiction holds it.
    pub fn provision(&self, id: &str) -> Option<&Provision> {
        self.own
            .iter()
            .filter(|pack| id.starts_with(&pack.jurisdiction))
            .flat_map(|pack| &pack.provisions)
            .find(|provision| provision.id == id)
    }
}

/// A binding as it stands on a day: what has not begun does not bind yet.
fn at(binding: Binding<'_>, on: Day) -> Binding<'_> {
    let from = binding.provision.in_force.first();
    if on < from && !matches!(binding.bearing, Bearing::Exempt { .. }) {
        Binding {
            bearing: Bearing::NotYet { from },
            ..binding
        }
    } else {
        binding
    }
}
