//! The packs, read when they are first needed, and the questions one asks of them.

use super::binding::{Bearing, Binding, Ground, bearing};
use super::facts::{Fact, Facts};
use super::kinds::{Cap, Requirement};
use super::provision::{Pack, Provision, Reach};
use super::timetable::{DayHours, LegalSets, Timetable};
use crate::calendar::{Day, Region, Zone};
use crate::source::SourceFile;
use std::sync::OnceLock;

/// A cap, and how its provision bears on the contact.
#[derive(Clone, Debug)]
pub struct BoundCap<'l> {
    /// What is allowed.
    pub cap: &'l Cap,
    /// The provision, and how it bears.
    pub binding: Binding<'l>,
}

/// What is held of the law of a place on when and how often people may be contacted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Held {
    /// No pack: nobody has looked.
    NoPack,
    /// A pack without hours, days or caps: somebody has looked and found none. Its gaps tell what is known.
    NothingFound,
    /// Hours, days or caps.
    Provisions,
}

/// The built-in packs by jurisdiction, in order. A test holds the list against the folder.
const SHELF: &[(&str, &str)] = &[
    ("AE", include_str!("../../rules/law/AE.yaml")),
    ("AR", include_str!("../../rules/law/AR.yaml")),
    ("AT", include_str!("../../rules/law/AT.yaml")),
    ("AU", include_str!("../../rules/law/AU.yaml")),
    ("BE", include_str!("../../rules/law/BE.yaml")),
    ("BR", include_str!("../../rules/law/BR.yaml")),
    ("BR-DF", include_str!("../../rules/law/BR-DF.yaml")),
    ("BR-ES", include_str!("../../rules/law/BR-ES.yaml")),
    ("BR-MG", include_str!("../../rules/law/BR-MG.yaml")),
    ("BR-MS", include_str!("../../rules/law/BR-MS.yaml")),
    ("BR-PR", include_str!("../../rules/law/BR-PR.yaml")),
    ("BR-RJ", include_str!("../../rules/law/BR-RJ.yaml")),
    ("BR-RS", include_str!("../../rules/law/BR-RS.yaml")),
    ("BR-SP", include_str!("../../rules/law/BR-SP.yaml")),
    ("CA", include_str!("../../rules/law/CA.yaml")),
    ("CA-BC", include_str!("../../rules/law/CA-BC.yaml")),
    ("CA-QC", include_str!("../../rules/law/CA-QC.yaml")),
    ("CH", include_str!("../../rules/law/CH.yaml")),
    ("CL", include_str!("../../rules/law/CL.yaml")),
    ("CN", include_str!("../../rules/law/CN.yaml")),
    ("CO", include_str!("../../rules/law/CO.yaml")),
    ("CZ", include_str!("../../rules/law/CZ.yaml")),
    ("DE", include_str!("../../rules/law/DE.yaml")),
    ("DK", include_str!("../../rules/law/DK.yaml")),
    ("ES", include_str!("../../rules/law/ES.yaml")),
    ("EU", include_str!("../../rules/law/EU.yaml")),
    ("FI", include_str!("../../rules/law/FI.yaml")),
    ("FR", include_str!("../../rules/law/FR.yaml")),
    ("GB", include_str!("../../rules/law/GB.yaml")),
    ("GR", include_str!("../../rules/law/GR.yaml")),
    ("HK", include_str!("../../rules/law/HK.yaml")),
    ("ID", include_str!("../../rules/law/ID.yaml")),
    ("IE", include_str!("../../rules/law/IE.yaml")),
    ("IL", include_str!("../../rules/law/IL.yaml")),
    ("IN", include_str!("../../rules/law/IN.yaml")),
    ("IT", include_str!("../../rules/law/IT.yaml")),
    ("JP", include_str!("../../rules/law/JP.yaml")),
    ("KE", include_str!("../../rules/law/KE.yaml")),
    ("KR", include_str!("../../rules/law/KR.yaml")),
    ("MX", include_str!("../../rules/law/MX.yaml")),
    ("NG", include_str!("../../rules/law/NG.yaml")),
    ("NL", include_str!("../../rules/law/NL.yaml")),
    ("NO", include_str!("../../rules/law/NO.yaml")),
    ("NZ", include_str!("../../rules/law/NZ.yaml")),
    ("PE", include_str!("../../rules/law/PE.yaml")),
    ("PH", include_str!("../../rules/law/PH.yaml")),
    ("PL", include_str!("../../rules/law/PL.yaml")),
    ("PT", include_str!("../../rules/law/PT.yaml")),
    ("SA", include_str!("../../rules/law/SA.yaml")),
    ("SE", include_str!("../../rules/law/SE.yaml")),
    ("SG", include_str!("../../rules/law/SG.yaml")),
    ("TR", include_str!("../../rules/law/TR.yaml")),
    ("US", include_str!("../../rules/law/US.yaml")),
    ("US-AL", include_str!("../../rules/law/US-AL.yaml")),
    ("US-AZ", include_str!("../../rules/law/US-AZ.yaml")),
    ("US-CA", include_str!("../../rules/law/US-CA.yaml")),
    ("US-CO", include_str!("../../rules/law/US-CO.yaml")),
    ("US-CT", include_str!("../../rules/law/US-CT.yaml")),
    ("US-FL", include_str!("../../rules/law/US-FL.yaml")),
    ("US-IL", include_str!("../../rules/law/US-IL.yaml")),
    ("US-IN", include_str!("../../rules/law/US-IN.yaml")),
    ("US-KY", include_str!("../../rules/law/US-KY.yaml")),
    ("US-LA", include_str!("../../rules/law/US-LA.yaml")),
    ("US-MA", include_str!("../../rules/law/US-MA.yaml")),
    ("US-MD", include_str!("../../rules/law/US-MD.yaml")),
    ("US-ME", include_str!("../../rules/law/US-ME.yaml")),
    ("US-MI", include_str!("../../rules/law/US-MI.yaml")),
    ("US-MN", include_str!("../../rules/law/US-MN.yaml")),
    ("US-MO", include_str!("../../rules/law/US-MO.yaml")),
    ("US-MS", include_str!("../../rules/law/US-MS.yaml")),
    ("US-ND", include_str!("../../rules/law/US-ND.yaml")),
    ("US-NE", include_str!("../../rules/law/US-NE.yaml")),
    ("US-NJ", include_str!("../../rules/law/US-NJ.yaml")),
    ("US-NM", include_str!("../../rules/law/US-NM.yaml")),
    ("US-NV", include_str!("../../rules/law/US-NV.yaml")),
    ("US-NY", include_str!("../../rules/law/US-NY.yaml")),
    ("US-OK", include_str!("../../rules/law/US-OK.yaml")),
    ("US-OR", include_str!("../../rules/law/US-OR.yaml")),
    ("US-PA", include_str!("../../rules/law/US-PA.yaml")),
    ("US-RI", include_str!("../../rules/law/US-RI.yaml")),
    ("US-SC", include_str!("../../rules/law/US-SC.yaml")),
    ("US-SD", include_str!("../../rules/law/US-SD.yaml")),
    ("US-TN", include_str!("../../rules/law/US-TN.yaml")),
    ("US-TX", include_str!("../../rules/law/US-TX.yaml")),
    ("US-UT", include_str!("../../rules/law/US-UT.yaml")),
    ("US-VA", include_str!("../../rules/law/US-VA.yaml")),
    ("US-WA", include_str!("../../rules/law/US-WA.yaml")),
    ("US-WY", include_str!("../../rules/law/US-WY.yaml")),
    ("UY", include_str!("../../rules/law/UY.yaml")),
    ("VN", include_str!("../../rules/law/VN.yaml")),
    ("ZA", include_str!("../../rules/law/ZA.yaml")),
];

/// The built-in packs, each read when it is first asked for and kept for all that ask after.
static READ: [OnceLock<Vec<Pack>>; SHELF.len()] = [const { OnceLock::new() }; SHELF.len()];

/// The European Union, as its pack is called.
pub(super) const UNION: &str = "EU";

/// The European Economic Area, as the file of a country names it under `within`: most of the law of
/// the Union holds there too.
pub(super) const AREA: &str = "EEA";

/// All law that a run can look at.
#[derive(Clone, Debug, Default)]
pub struct Law {
    own: Vec<Pack>,
    adheres_to: Vec<String>,
    /// Where the seller is.
    home: Vec<Region>,
    /// Provisions that are looked at as if they had begun, in the place of those of the same ids.
    early: Vec<Provision>,
}

impl Law {
    /// The law that comes with the program. Reads nothing yet.
    pub fn built_in() -> Self {
        Self::default()
    }

    /// The same, with the user's own packs beside it. They add to it: windows intersect, and every
    /// cap holds. A provision with the id of a built-in one takes its place.
    pub fn with_packs(mut self, packs: Vec<Pack>) -> Self {
        self.own.extend(packs);
        self
    }

    /// The same, for a seller who has bound itself to these codes.
    pub fn for_members_of(mut self, codes: Vec<String>) -> Self {
        self.adheres_to = codes;
        self
    }

    /// The same, for a seller who is in these places: what their law demands of its own senders
    /// holds for people elsewhere too.
    pub fn for_seller_in(mut self, home: Vec<Region>) -> Self {
        self.home = home;
        self
    }

    /// The same, as if some of its provisions were in force already: what they will find to say. They
    /// go on telling their true first day.
    pub fn brought_forward(&self, coming: &[&Provision]) -> Self {
        let early = coming.iter().map(|it| it.as_if_begun()).collect();
        Self {
            early,
            ..self.clone()
        }
    }

    /// The packs of one jurisdiction, built in or the user's own.
    pub fn packs<'l>(&'l self, jurisdiction: &str) -> impl Iterator<Item = &'l Pack> {
        let found = SHELF.binary_search_by_key(&jurisdiction, |(code, _)| code);
        let built_in = found.ok().map(|index| {
            let (code, text) = SHELF[index];
            READ[index].get_or_init(|| {
                // A test reads every one of them and finds no fault.
                let path = format!("rules/law/{code}.yaml");
                Pack::read(&SourceFile::new(path, text)).0
            })
        });
        built_in.into_iter().flatten().chain(
            self.own
                .iter()
                .filter(move |pack| pack.jurisdiction == jurisdiction),
        )
    }

    /// The jurisdictions inside a country of which law is held: those that may be stricter than
    /// the country, if no more than the country is known of the recipient. Reads nothing.
    pub fn subdivisions(&self, country: &str) -> Vec<&str> {
        let inside = |code: &&str| {
            code.strip_prefix(country)
                .is_some_and(|rest| rest.starts_with('-'))
        };
        let own = self.own.iter().map(|pack| pack.jurisdiction.as_str());
        let mut codes: Vec<&str> = SHELF
            .iter()
            .map(|(code, _)| *code)
            .chain(own)
            .filter(inside)
            .collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// Whether there is a pack of a jurisdiction; reads nothing. A test sees that every file holds one.
    fn holds(&self, jurisdiction: &str) -> bool {
        SHELF
            .binary_search_by_key(&jurisdiction, |(code, _)| code)
            .is_ok()
            || self
                .own
                .iter()
                .any(|pack| pack.jurisdiction == jurisdiction)
    }

    /// The place under its other code, if law under that code binds there too: that of France in
    /// `RE`, as in `FR-974`; that of `HK` in `CN-HK`.
    fn twin(&self, region: &Region) -> Option<Region> {
        region
            .twin()
            .filter(|twin| region.is_eu() || self.holds(twin.code()))
    }

    /// Whether any law of the region's country is held. Where none is, the caller has nothing
    /// but courtesy to go by, and says so. A pack without provisions is held: it says that
    /// somebody looked.
    pub fn has_pack(&self, region: &Region) -> bool {
        let twin = self.twin(region);
        !is_apart(region) && self.holds(region.country())
            || twin.is_some_and(|twin| self.holds(twin.country()))
    }

    /// What is held of the law of `region`.
    pub fn held(&self, region: &Region) -> Held {
        if !self.has_pack(region) {
            Held::NoPack
        } else if self
            .chain(region)
            .iter()
            .flat_map(|pack| &pack.provisions)
            .all(|provision| !provision.requires.is_timed())
        {
            Held::NothingFound
        } else {
            Held::Provisions
        }
    }

    /// The packs whose law people in `region` live under: locality, subdivision, country, and the
    /// unions that these name. A member of the European Union is under its law though nothing else
    /// of its law is held; so is the economic area around it, but for what binds members alone.
    pub fn chain(&self, region: &Region) -> Vec<&Pack> {
        let twin = self.twin(region);
        let mut codes: Vec<&str> = Vec::new();
        for place in [Some(region), twin.as_ref()].into_iter().flatten() {
            let around = !is_apart(place);
            for code in [
                Some(place.code()),
                place.subdivision(),
                around.then(|| place.country()),
            ] {
                codes.extend(code.filter(|code| !codes.contains(code)));
            }
        }
        let mut chain: Vec<&Pack> = codes.iter().flat_map(|code| self.packs(code)).collect();
        // Iceland and Liechtenstein have no file that could name it.
        let union = region.is_eea().then_some(UNION);
        let unions = chain.iter().flat_map(|pack| &pack.within);
        let unions = unions.flat_map(|named| {
            let around = (named == AREA).then_some(UNION);
            [Some(named.as_str()), around]
        });
        let unions: Vec<&str> = unions.chain([union]).flatten().collect();
        for union in unions {
            for pack in self.packs(union) {
                if !chain.iter().any(|held| std::ptr::eq(*held, pack)) {
                    chain.push(pack);
                }
            }
        }
        chain
    }

    /// Every provision of some kinds that has to do with the contact at some time, with how it bears
    /// while it is in force.
    fn timeless(
        &self,
        facts: &Facts,
        wanted: impl Fn(&Requirement) -> bool,
    ) -> impl Iterator<Item = Binding<'_>> {
        let chain = self.chain(&facts.region);
        let mut senders: Vec<&Pack> = Vec::new();
        for pack in self.home.iter().flat_map(|home| self.chain(home)) {
            let known = |held: &&Pack| std::ptr::eq(*held, pack);
            if !chain.iter().any(known) && !senders.iter().any(known) {
                senders.push(pack);
            }
        }
        let senders = senders
            .into_iter()
            .flat_map(|pack| &pack.provisions)
            .filter(|provision| provision.applies.reach == Reach::SendersToo);
        let is_member = facts.region.is_eu();
        chain
            .into_iter()
            .flat_map(|pack| &pack.provisions)
            .filter(move |it| is_member || it.applies.reach != Reach::MembersOnly)
            .map(|provision| (provision, Ground::Recipient))
            .chain(senders.map(|provision| (provision, Ground::Seller)))
            .filter(move |(provision, _)| wanted(&provision.requires))
            .filter(|(provision, _)| !self.is_replaced(provision))
            .filter_map(|(provision, ground)| self.bearing_on(provision, ground, facts))
    }

    /// How a provision bears on a contact while it is in force.
    fn bearing_on<'l>(
        &'l self,
        provision: &'l Provision,
        ground: Ground,
        facts: &Facts,
    ) -> Option<Binding<'l>> {
        let early = self.early.iter().find(|early| early.id == provision.id);
        let provision = early.unwrap_or(provision);
        let bearing = bearing(provision, facts, &self.adheres_to)?;
        Some(Binding {
            provision,
            bearing,
            ground,
        })
    }

    /// The provisions of some kinds that are law in a part of a country only, for people of whom no
    /// more than the country is known: whether one of them binds is open as long as nobody says where
    /// they are. With the pack of the part. None for people of whom the part is known.
    pub fn of_parts<'l>(
        &'l self,
        facts: &Facts,
        wanted: impl Fn(&Requirement) -> bool,
    ) -> Vec<(&'l Pack, Binding<'l>)> {
        if facts.region.subdivision().is_some() {
            return Vec::new();
        }
        let parts = self.subdivisions(facts.region.country());
        let packs = parts.into_iter().flat_map(|part| self.packs(part));
        let provisions = packs.flat_map(|pack| pack.provisions.iter().map(move |it| (pack, it)));
        provisions
            .filter(|(_, it)| wanted(&it.requires) && !self.is_replaced(it))
            .filter_map(|(pack, provision)| {
                let binding = self.bearing_on(provision, Ground::Recipient, facts)?;
                let open = !matches!(binding.bearing, Bearing::Exempt { .. });
                let bearing = Bearing::Unverified {
                    fact: Fact::Subdivision,
                };
                open.then_some((pack, Binding { bearing, ..binding }))
            })
            .collect()
    }

    /// Every provision of some kinds that has to do with the contact at some time, with how it bears
    /// while it is in force.
    pub fn at_any_time(
        &self,
        facts: &Facts,
        wanted: impl Fn(&Requirement) -> bool,
    ) -> Vec<Binding<'_>> {
        self.timeless(facts, wanted).collect()
    }

    /// Every provision that is about such a contact and in force on `on` or later, with how it
    /// bears: for certain, by a fact that is not stated, not at all and why, or not yet.
    pub fn binding(&self, facts: &Facts, on: Day) -> Vec<Binding<'_>> {
        self.timeless(facts, |_| true)
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
            self.timeless(facts, Requirement::is_timed).collect(),
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
        self.caps_between(facts, on, on)
    }

    /// The same of all that are in force on any day from `first` to `last`.
    pub fn caps_between(&self, facts: &Facts, first: Day, last: Day) -> Vec<BoundCap<'_>> {
        self.timeless(facts, |it| matches!(it, Requirement::Cap(_)))
            .filter(|binding| {
                let in_force = &binding.provision.in_force;
                in_force.first() <= last && first <= in_force.last()
            })
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
        // The jurisdiction is what stands before one of the hyphens: `US-FL` of `US-FL-hours`.
        let ends = id.match_indices('-').map(|(at, _)| at);
        ends.flat_map(|end| self.packs(&id[..end]))
            .flat_map(|pack| &pack.provisions)
            .filter(|provision| !self.is_replaced(provision))
            .find(|provision| provision.id == id)
    }

    /// Whether a pack of its jurisdiction holds provisions of a voluntary code.
    pub fn has_code(&self, code: &str) -> bool {
        let ends = code.match_indices('-').map(|(at, _)| at);
        let mut near = ends.flat_map(|end| self.packs(&code[..end]));
        let is_named = |pack: &Pack| pack.codes().any(|known| known == code);
        near.any(is_named) || self.own.iter().any(is_named)
    }

    /// The voluntary codes of which provisions are held, in order. Reads every pack.
    pub fn codes(&self) -> Vec<&str> {
        let built_in = SHELF.iter().flat_map(|(code, _)| self.packs(code));
        let mut codes: Vec<&str> = built_in.chain(&self.own).flat_map(Pack::codes).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// Whether a pack of the user's own takes the place of a provision.
    fn is_replaced(&self, provision: &Provision) -> bool {
        provision.reason.is_none()
            && self
                .own
                .iter()
                .flat_map(|pack| &pack.provisions)
                .any(|own| own.reason.is_some() && own.id == provision.id)
    }
}

/// Whether a place has law of its own and not that of the country with whose code its own begins:
/// Hong Kong, Macao and Taiwan under their codes as parts of China.
fn is_apart(place: &Region) -> bool {
    place.country() == "CN" && place.twin().is_some()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shelf_holds_every_pack_of_the_folder_in_order() {
        let mut names: Vec<String> = std::fs::read_dir("rules/law")
            .unwrap()
            .filter_map(|entry| {
                let name = entry.unwrap().file_name().into_string().unwrap();
                name.strip_suffix(".yaml").map(str::to_owned)
            })
            .collect();
        names.sort_unstable();
        let codes: Vec<&str> = SHELF.iter().map(|(code, _)| *code).collect();
        assert_eq!(codes, names);
    }

    #[test]
    fn every_built_in_pack_is_read_without_a_fault() {
        for (code, text) in SHELF {
            let (packs, problems) = Pack::read(&SourceFile::new(*code, *text));
            assert_eq!(problems, [], "{code}");
            assert_eq!(packs.len(), 1, "{code}");
            assert_eq!(packs[0].jurisdiction, *code);
        }
    }

    #[test]
    fn the_parts_of_a_country_are_listed_from_the_shelf() {
        let states = SHELF.iter().filter(|(code, _)| code.starts_with("US-"));
        assert_eq!(Law::built_in().subdivisions("US").len(), states.count());
    }

    #[test]
    fn a_place_with_two_codes_has_one_law() {
        let law = Law::built_in();
        let chain = |code: &str| -> Vec<&str> {
            let packs = law.chain(&code.parse().unwrap());
            packs
                .iter()
                .map(|pack| pack.jurisdiction.as_str())
                .collect()
        };
        for code in ["FR", "FR-974", "RE"] {
            assert_eq!(chain(code), ["FR", "EU"], "{code}");
        }
        assert_eq!(chain("AX"), ["FI", "EU"]);
        assert_eq!(chain("HK"), ["HK"]);
        assert_eq!(chain("CN-HK"), ["HK"]);
        // Most of the law of the Union holds in the area around it, and in members without a file.
        assert_eq!(chain("NO"), ["NO", "EU"]);
        assert_eq!(chain("HU"), ["EU"]);
        assert_eq!(chain("GB"), ["GB"]);
        assert_eq!(chain("CN-BJ"), ["CN"]);
        // The territories of the United States have not been researched, nor have Macao and Taiwan.
        for code in ["PR", "MO", "CN-MO", "CN-TW", "AW"] {
            assert!(!law.has_pack(&code.parse().unwrap()), "{code}");
            assert_eq!(chain(code), [""; 0], "{code}");
        }
        for code in ["RE", "CN-HK", "US-PR", "DE-BY"] {
            assert!(law.has_pack(&code.parse().unwrap()), "{code}");
        }
    }
}
