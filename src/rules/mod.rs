//! The rules: one file each, this module their only list.
//!
//! A rule reads the project, the plan, the law and the lexicon, and returns
//! diagnostics. It reads no files, prints nothing and knows no format. Its words
//! stand in its page under `rules/catalog/`.

mod authority;
mod case;
mod duty;
mod findings;
mod law_beside;
mod mend;
mod page;
mod settings;
mod wording;

pub mod audience;
pub mod consent;
pub mod definition;
pub mod frequency;
pub mod identity;
pub mod offer;
pub mod refusal;
pub mod timing;
pub mod tone;
pub mod trust;

pub use case::{Case, LegalBreach, Member, holiday_on};
pub use findings::Findings;
pub use law_beside::{Breaks, Words};
pub use mend::Mend;
use mend::{draft, in_window};
pub use page::{HEADINGS, Page};
pub use settings::{fault_of, faults_of_settings};

use crate::diagnostics::{Diagnostic, RuleMeta, Severity, Site};
use crate::law::Law;
use crate::model::Campaign;
use crate::project::{CampaignView, Config, Project, Unused, Waived, can_be_set_aside};
use crate::spread::spread;

/// A rule of the catalogue.
pub trait Rule: Sync {
    /// Its name, family and severity.
    fn meta(&self) -> &'static RuleMeta;

    /// Its page, as it stands in `rules/catalog/`.
    fn page(&self) -> &'static str;

    /// Which demands of law its findings break, where it makes them for courtesy's sake: the law is
    /// cited beside them.
    fn law(&self) -> Option<Breaks> {
        None
    }

    /// Looks at one campaign.
    fn check_campaign(&self, _campaign: &CampaignView<'_>, _findings: &mut Findings<'_>) {}

    /// Looks at the contacts of one campaign.
    fn check_timing(&self, _case: &Case<'_, '_>, _findings: &mut Findings<'_>) {}

    /// Holds all campaigns of the run against each other.
    fn check_together(&self, _campaigns: &[Member<'_>], _findings: &mut Findings<'_>) {}

    /// Looks at the project as a whole.
    fn check_project(&self, _project: &Project, _findings: &mut Findings<'_>) {}

    /// Looks at what waivers name in vain, once everything else has been looked at.
    fn check_waivers(&self, _unused: &[Unused<'_>], _findings: &mut Findings<'_>) {}
}

/// Declares a rule: its unit struct, its metadata and its page.
macro_rules! rule {
    ($(#[$doc:meta])* $name:ident, $id:literal, $family:literal, $severity:ident) => {
        $(#[$doc])*
        pub struct $name;

        impl $name {
            const META: crate::diagnostics::RuleMeta = crate::diagnostics::RuleMeta {
                name: $id,
                family: $family,
                severity: crate::diagnostics::Severity::$severity,
            };
            const PAGE: &'static str =
                include_str!(concat!("../../../rules/catalog/", $family, "/", $id, ".md"));
        }
    };
}
pub(crate) use rule;

/// The two methods of [`Rule`] that every rule has alike.
macro_rules! about {
    () => {
        fn meta(&self) -> &'static crate::diagnostics::RuleMeta {
            &Self::META
        }

        fn page(&self) -> &'static str {
            Self::PAGE
        }
    };
}
pub(crate) use about;

/// Every rule, by family and then in the order of the catalogue.
pub static RULES: &[&dyn Rule] = &[
    &timing::HolidayContact,
    &timing::QuietHours,
    &timing::SenderClock,
    &timing::UnknownZone,
    &timing::DstDrift,
    &timing::InvertedWindow,
    &timing::WindowBypass,
    &timing::WrongCalendar,
    &timing::ClosedDayPileup,
    &timing::UnboundedLateness,
    &frequency::AttemptsPerDay,
    &frequency::AttemptsPerWindow,
    &frequency::CampaignOverlap,
    &frequency::RetrySpacing,
    &frequency::SeveralLines,
    &frequency::EndlessCadence,
    &frequency::NagInterval,
    &frequency::AmbiguousCap,
    &frequency::ThrottleNotCap,
    &refusal::MissingOptOut,
    &refusal::NoDeclineChoice,
    &refusal::RefusalIgnored,
    &refusal::RefusalScope,
    &refusal::RefusalNotShared,
    &refusal::RefusalDeadline,
    &refusal::RefusalExpires,
    &refusal::ObjectionLoop,
    &refusal::OptOutFriction,
    &refusal::SuppressionBypass,
    &refusal::SuppressionMissing,
    &refusal::RegistryMissing,
    &refusal::RegistryStale,
    &refusal::PurchaseIgnored,
    &refusal::SilenceIsNotConsent,
    &consent::ConsentMissing,
    &consent::ConsentExpired,
    &consent::ConsentUnproven,
    &consent::AutomatedVoice,
    &consent::HarvestedAudience,
    &offer::UndisclosedPrepay,
    &offer::UndisclosedCommitment,
    &offer::UndisclosedRenewal,
    &offer::UndisclosedTrialConversion,
    &offer::UndisclosedLicenceLimit,
    &offer::HeadlinePrice,
    &offer::PriceMismatch,
    &offer::FreeWithStrings,
    &offer::FalseReferencePrice,
    &offer::RefundTermsMissing,
    &offer::RenewalNotice,
    &offer::PrepaidOverlap,
    &offer::LoyalCustomerWorseOff,
    &offer::SupportRouteMissing,
    &offer::NoCompletionNotice,
    &offer::ForcedInterruption,
    &audience::SupportChannelPitch,
    &audience::WrongRole,
    &audience::IncidentPitch,
    &audience::ChannelMismatch,
    &audience::RegionUnknown,
    &audience::UpsellAsRemedy,
    &trust::KnownDefectPromotion,
    &trust::CustomersNotWarned,
    &trust::NoticeHeldBack,
    &trust::LateNotice,
    &trust::NoticeWithPitch,
    &trust::AdvisoryWithoutDetails,
    &identity::SenderIdentity,
    &identity::IdentifyWithin,
    &identity::PostalAddress,
    &identity::OneClickUnsubscribe,
    &identity::SmsKeywords,
    &identity::BotDisclosure,
    &identity::MessageLabel,
    &tone::BelittlingReply,
    &tone::ConfirmShaming,
    &tone::FalseUrgency,
    &tone::GuiltPressure,
    &tone::UnrenderedPlaceholder,
    &tone::LeftoverDraft,
    &definition::Syntax,
    &definition::UnknownField,
    &definition::InvalidValue,
    &definition::MissingField,
    &definition::UnresolvedReference,
    &definition::DuplicateId,
    &definition::UnusedDefinition,
    &definition::UnreachableStep,
    &definition::EndedCampaign,
    &definition::WaiverUnused,
    &definition::WaiverUnknown,
    &definition::WaiverWithoutReason,
    &definition::WaiverExpired,
    &definition::YamlTrap,
];

/// The rule of a name.
pub fn named(name: &str) -> Option<&'static dyn Rule> {
    RULES.iter().copied().find(|rule| rule.meta().name == name)
}

/// The families, in the order of the catalogue.
pub fn families() -> Vec<&'static str> {
    let mut families: Vec<&str> = RULES.iter().map(|rule| rule.meta().family).collect();
    families.dedup();
    families
}

/// Whether a name is that of a rule or a family.
pub fn is_known(name: &str) -> bool {
    RULES
        .iter()
        .any(|rule| rule.meta().name == name || rule.meta().family == name)
}

/// The law as each settings file has it: where the seller is, which voluntary codes bind it, and its
/// own reading of the law.
struct Laws {
    by_settings: Vec<Law>,
    without: Law,
}

/// The law by some settings: with the user's own packs, for a seller who is where they say and is bound
/// by the codes that they name.
pub fn law_of(config: &Config) -> Law {
    let seller = config.written.seller.value();
    let home = seller.into_iter().flat_map(|it| it.regions.values());
    Law::built_in()
        .for_members_of(config.written.adheres_to.values().cloned().collect())
        .for_seller_in(home.cloned().collect())
        .with_packs(config.packs.clone())
}

impl Laws {
    fn of_settings(project: &Project) -> Self {
        Self {
            by_settings: project.configs.iter().map(law_of).collect(),
            without: Law::built_in(),
        }
    }

    fn of(&self, project: &Project, place: crate::yaml::Place) -> &Law {
        let config = project.file(place).and_then(|file| file.config);
        config
            .and_then(|config| self.by_settings.get(config))
            .unwrap_or(&self.without)
    }
}

/// Which rules run, and how bad their findings are.
pub trait Selection: Sync {
    /// Whether a rule runs at all.
    fn runs(&self, rule: &RuleMeta) -> bool;

    /// How bad a finding is where the settings of its file say so; nothing if it is off there.
    fn severity(&self, project: &Project, finding: &Diagnostic) -> Option<Severity>;

    /// Told after each campaign that has been looked at, from any thread.
    fn campaign_done(&self) {}
}

/// Runs the rules over a project. The findings come in no particular order.
pub fn check(project: &Project, selection: &dyn Selection) -> Vec<Diagnostic> {
    let rules: Vec<&dyn Rule> = RULES
        .iter()
        .copied()
        .filter(|rule| selection.runs(rule.meta()))
        .collect();
    let laws = Laws::of_settings(project);
    let campaigns = project.all::<Campaign>().collect();
    let checked = spread(campaigns, |campaign| {
        let mut member = Member::of(project, campaign);
        let found = check_one(&member, laws.of(project, campaign.place), &rules);
        member.view.forget_texts();
        selection.campaign_done();
        (member, found)
    });
    let (members, found): (Vec<Member<'_>>, Vec<Vec<Diagnostic>>) = checked.into_iter().unzip();
    let mut found: Vec<Diagnostic> = found.into_iter().flatten().collect();
    for rule in &rules {
        let before = found.len();
        let mut findings = Findings::of(project, rule.meta(), &mut found);
        rule.check_together(&members, &mut findings);
        rule.check_project(project, &mut findings);
        if rule.law().is_some() {
            for finding in &mut found[before..] {
                cite_for_its_campaign(project, *rule, &members, &laws, finding);
            }
        }
    }
    found.iter_mut().for_each(tell_own_readings);
    settle(project, selection, &mut found);
    found
}

/// Says of a finding that rests on the user's own reading of a provision that it does, and why: in its
/// first sentence, which every format shows.
fn tell_own_readings(finding: &mut Diagnostic) {
    let own: Vec<String> = finding
        .citations
        .iter()
        .filter_map(|it| Some((it, it.own_reading.as_ref()?)))
        .map(|(it, reason)| format!("{} by your own reading: {reason}", it.provision))
        .collect();
    if !own.is_empty() {
        finding.message.push_str(&format!(" ({})", own.join("; ")));
    }
}

/// What the rules say of one campaign by itself.
fn check_one(member: &Member<'_>, law: &Law, rules: &[&dyn Rule]) -> Vec<Diagnostic> {
    let timing = member.cast.timing();
    let case = Case::new(&member.view, &timing, law);
    let mut found = Vec::new();
    for rule in rules {
        let before = found.len();
        let mut findings = Findings::of(member.view.project, rule.meta(), &mut found);
        rule.check_campaign(&member.view, &mut findings);
        rule.check_timing(&case, &mut findings);
        law_beside::cite(&case, *rule, &mut found[before..]);
    }
    let coming = law_beside::coming(&case);
    if !coming.is_empty() {
        let law = law.brought_forward(&coming);
        let case = Case::new(&member.view, &timing, &law);
        law_beside::announce(&case, rules, &coming, &mut found);
    }
    found
}

/// Puts the law of a campaign beside a finding of the whole project that stands in it.
fn cite_for_its_campaign(
    project: &Project,
    rule: &dyn Rule,
    members: &[Member<'_>],
    laws: &Laws,
    finding: &mut Diagnostic,
) {
    let stands_in = |member: &&Member<'_>| {
        let campaign = project.value(member.view.place).site;
        law_beside::holds(&campaign, &finding.primary.site)
    };
    let Some(member) = members.iter().find(stands_in) else {
        return;
    };
    let timing = member.cast.timing();
    let case = Case::new(&member.view, &timing, laws.of(project, member.view.place));
    law_beside::cite(&case, rule, std::slice::from_mut(finding));
}

/// Gives findings the severity of the settings, and drops those that are off.
fn settle(project: &Project, selection: &dyn Selection, found: &mut Vec<Diagnostic>) {
    found.retain_mut(|finding| match selection.severity(project, finding) {
        Some(severity) => {
            finding.severity = severity;
            true
        }
        None => false,
    });
}

/// Sets aside what waivers cover, and adds what is to be said of waivers that cover nothing. What is
/// added comes last, in no particular order.
pub fn waive(project: &Project, selection: &dyn Selection, found: Vec<Diagnostic>) -> Waived {
    let mut waived = Waived::of(project, found);
    let mut unused = waived.unused(project);
    // Of a rule that did not run nobody knows what it would have found.
    unused.retain(|it| {
        let mut meant = RULES
            .iter()
            .map(|rule| rule.meta())
            .filter(|meta| it.name.text == meta.name || it.name.text == meta.family)
            .filter(|meta| can_be_set_aside(meta.name))
            .peekable();
        let site = Site::new(&it.file.source, it.name.span);
        meant.peek().is_some()
            && meant.all(|meta| {
                let probe = Diagnostic::violation(meta, site.clone().label(""));
                selection.runs(meta) && selection.severity(project, &probe).is_some()
            })
    });
    let mut found = Vec::new();
    for rule in RULES.iter().filter(|rule| selection.runs(rule.meta())) {
        let mut findings = Findings::of(project, rule.meta(), &mut found);
        rule.check_waivers(&unused, &mut findings);
    }
    settle(project, selection, &mut found);
    waived.findings.append(&mut found);
    let order = |name: &str| RULES.iter().position(|rule| rule.meta().name == name);
    wording::once_per_text(&mut waived.findings, |name| {
        order(name).unwrap_or(RULES.len())
    });
    waived
}
