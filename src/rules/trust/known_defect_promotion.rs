use super::promotion::{self, Affected, Promotion, Version};
use crate::law::Practice;
use crate::model::Status;
use crate::project::Project;
use crate::rules::law_beside::forbids;
use crate::rules::{Breaks, Findings, Rule, about, rule};

rule! {
    /// A campaign sells a version with an open, harmful defect.
    KnownDefectPromotion, "known-defect-promotion", "trust", Error
}

impl Rule for KnownDefectPromotion {
    about!();

    fn law(&self) -> Option<Breaks> {
        Some(|demand, _| forbids(demand, Practice::KnownDefect))
    }

    fn check_project(&self, project: &Project, findings: &mut Findings<'_>) {
        let harmful = promotion::advisories(project, promotion::is_harmful);
        for promotion in promotion::promotions(project, &harmful) {
            let status = promotion.campaign.status.value();
            if matches!(status, Some(Status::Paused | Status::Ended)) {
                continue;
            }
            match promotion.affected() {
                Some(Affected::Yes) => sells_a_defect(project, &promotion, findings),
                Some(Affected::Range) => cannot_compare(project, &promotion, findings),
                None => no_version(project, &promotion, findings),
                Some(Affected::No | Affected::Unreadable) => {}
            }
        }
    }
}

fn sells_a_defect(project: &Project, promotion: &Promotion<'_>, findings: &mut Findings<'_>) {
    let advisory = promotion.advisory;
    let does = promotion::does(advisory.value);
    let since = advisory
        .known_since
        .value()
        .map_or(String::new(), |day| format!(" since {day}"));
    let mut finding = findings
        .violation(promotion.reference, format!("known to {does}"))
        .because(format!(
            "the campaign `{}` sells {}, which is known{since} to {does}",
            promotion.campaign.id.unwrap_or_default(),
            promotion.goods(),
        ));
    if let Version::Known(_, place) = promotion.version {
        finding = finding.see(project.value(place).site.label("the version that is sold"));
    }
    let status = advisory.status.place().unwrap_or(advisory.place);
    findings.push(
        finding
            .see(project.value(status).site.label("the defect is still there"))
            .help("Whoever buys it now is harmed by what you already know. Hold the campaign back until the defect is mended, or offer a version without it:\n  status: paused"),
    );
}

fn no_version(project: &Project, promotion: &Promotion<'_>, findings: &mut Findings<'_>) {
    let name = promotion::name_of(promotion.product);
    let versions = promotion.advisory.versions.place;
    let versions = versions.unwrap_or(promotion.advisory.place);
    findings.push(
        findings
            .unverified(promotion.offer.place, "which version?")
            .because(format!(
                "nobody says which version of {name} is offered, and some versions are known to {}",
                promotion::does(promotion.advisory.value)
            ))
            .see(
                project
                    .value(versions)
                    .site
                    .label("the versions with the defect"),
            )
            .help(
                "Say it in the offer, or as the product's `current_version`:\n  version: \"5.1\"",
            ),
    );
}

fn cannot_compare(project: &Project, promotion: &Promotion<'_>, findings: &mut Findings<'_>) {
    let advisory = promotion.advisory;
    let Some(versions) = advisory.versions.place else {
        return;
    };
    let mut finding = findings
        .unverified(versions, "a range")
        .because(format!(
            "whether {} has the defect cannot be told from a range of versions",
            promotion.goods()
        ))
        .help("Write the range so that it can be read (`<5.1`, `5.x`, `5.0 - 5.4`), or list the versions one by one:\n  versions: [\"5.0\", \"5.0.1\"]");
    if let Version::Known(_, place) = promotion.version {
        finding = finding.see(project.value(place).site.label("the version that is sold"));
    }
    findings.push(finding);
}
