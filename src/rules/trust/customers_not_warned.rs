use super::notice::{self, Heard, Notice};
use super::promotion::{self, Affected, Promotion};
use crate::calendar::Day;
use crate::model::{Advisory, Audience, Campaign, Ref, Status, Uses};
use crate::project::{Def, Project};
use crate::rules::{Findings, Rule, about, rule};
use crate::yaml::Place;

rule! {
    /// A harmful defect of which those who have it do not hear before it is sold on.
    CustomersNotWarned, "customers-not-warned", "trust", Error
}

impl Rule for CustomersNotWarned {
    about!();

    fn check_project(&self, project: &Project, findings: &mut Findings<'_>) {
        let harmful = promotion::advisories(project, promotion::is_harmful);
        let mut promotions = promotion::promotions(project, &harmful);
        promotions.retain(|promotion| {
            promotion.affected() == Some(Affected::Yes)
                && promotion.campaign.status.value() != Some(&Status::Ended)
                && !promotion.campaign.starts.is_invalid()
                && !notice::is_notice(promotion.campaign.value)
        });
        if promotions.is_empty() {
            return;
        }
        let notices = notice::notices(project);
        let audiences = audiences(project);
        for advisory in harmful {
            let of_it = promotions
                .iter()
                .filter(|promotion| promotion.advisory.place == advisory.place);
            // One that does not say when it starts may have started long ago.
            if let Some(first) = of_it.min_by_key(|it| it.campaign.starts.value().copied()) {
                let case = Case {
                    project,
                    advisory,
                    promotion: first,
                };
                case.check(&notices, &audiences, findings);
            }
        }
    }
}

/// Every audience of a project, those written in place in a campaign included.
fn audiences(project: &Project) -> Vec<Def<'_, Audience>> {
    let in_place = project
        .all::<Campaign>()
        .flat_map(|campaign| campaign.value.audience.iter())
        .filter(|at| matches!(at.value, Ref::Inline(_)))
        .filter_map(|at| project.resolve(at));
    project.all::<Audience>().chain(in_place).collect()
}

/// How an audience is warned.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Warned {
    /// Before the first promotion.
    InTime,
    /// Perhaps: it cannot be told who is enrolled when.
    Perhaps(Place),
    /// After it.
    Late(Place, Day),
    /// Not at all.
    Never,
}

/// An advisory and the first promotion of what has the defect.
struct Case<'a, 'p> {
    project: &'p Project,
    advisory: Def<'p, Advisory>,
    promotion: &'a Promotion<'p>,
}

impl<'p> Case<'_, 'p> {
    /// Whether people say that they use the product, in whatever version.
    fn product_of(&self, uses: &Uses) -> bool {
        let product = uses.product.at().and_then(|at| self.project.resolve(at));
        product.is_some_and(|product| product.place == self.promotion.product.place)
    }

    /// Whether people use it in a version that has the defect; any version can be meant if none is named.
    fn is_affected(&self, uses: &Uses) -> bool {
        self.product_of(uses)
            && (!uses.versions.is_given()
                // Who may have it is warned like those who have it.
                || uses.versions.values().any(|version| {
                    matches!(
                        promotion::affected(self.advisory.value, version),
                        Affected::Yes | Affected::Range
                    )
                }))
    }

    /// The first day on which a warning is too late; none if the defect was found after the promotion
    /// had begun, or nobody says when that was.
    fn too_late(&self) -> Option<Day> {
        let starts = self.promotion.campaign.starts.value().copied()?;
        let known = self.advisory.known_since.value();
        (known.is_none_or(|known| *known < starts)).then_some(starts)
    }

    fn warned(&self, audience: Def<'_, Audience>, notices: &[Notice<'_>]) -> Warned {
        let for_them = notices
            .iter()
            .filter(|notice| notice.tells_of(self.advisory.place) && notice.covers(audience));
        let warned = for_them.filter_map(|notice| {
            let place = notice.view.value.starts.place();
            if place.is_none() || self.promotion.campaign.starts.is_missing() {
                return Some(Warned::Perhaps(place.unwrap_or(notice.view.place)));
            }
            let Heard { first, last } = notice.heard()?;
            let place = place.unwrap_or(notice.view.place);
            Some(match self.too_late() {
                Some(day) if first >= day => Warned::Late(place, first),
                Some(day) if last >= day => Warned::Perhaps(place),
                _ => Warned::InTime,
            })
        });
        warned.min().unwrap_or(Warned::Never)
    }

    fn check(
        &self,
        notices: &[Notice<'_>],
        audiences: &[Def<'p, Audience>],
        findings: &mut Findings<'_>,
    ) {
        let uses = |fits: &dyn Fn(&Uses) -> bool| {
            let users = audiences.iter().copied();
            let users = users.filter(|it| it.value.uses.values().any(fits));
            users.collect::<Vec<_>>()
        };
        if uses(&|it| self.product_of(it)).is_empty() {
            let unreadable = |it: &Def<'_, Audience>| it.uses.left_out > 0;
            if !audiences.iter().any(unreadable) {
                self.nobody_uses_it(findings);
            }
            return;
        }
        let affected = uses(&|it| self.is_affected(it));
        let warned: Vec<(Def<'_, Audience>, Warned)> = affected
            .into_iter()
            .map(|audience| (audience, self.warned(audience, notices)))
            .collect();
        let not = |it: &Warned| matches!(it, Warned::Late(..) | Warned::Never);
        if warned.iter().any(|(_, it)| not(it)) {
            self.not_warned(warned.iter().filter(|(_, it)| not(it)), findings);
        } else if let Some(place) = warned.iter().find_map(|(_, it)| match it {
            Warned::Perhaps(place) => Some(*place),
            _ => None,
        }) {
            self.perhaps(place, findings);
        }
    }

    fn nobody_uses_it(&self, findings: &mut Findings<'_>) {
        let name = promotion::name_of(self.promotion.product);
        findings.push(
            findings
                .unverified(self.advisory.place, "who has it?")
                .because(format!(
                    "whether those who have {} are warned cannot be told: no audience says that it uses {name}",
                    self.promotion.goods()
                ))
                .see(self.promoted())
                .help(format!(
                    "Say of the audiences which of them use it:\n  uses: {{product: {}}}",
                    self.promotion.product.id.unwrap_or("the-product's-id")
                )),
        );
    }

    fn not_warned<'w>(
        &self,
        warned: impl Iterator<Item = &'w (Def<'w, Audience>, Warned)>,
        findings: &mut Findings<'_>,
    ) {
        let warned: Vec<_> = warned.collect();
        let names: Vec<String> = warned
            .iter()
            .map(|(audience, _)| match audience.id {
                Some(id) => format!("`{id}`"),
                None => "an audience without a name".to_owned(),
            })
            .collect();
        let before = match self.promotion.campaign.starts.value() {
            Some(day) => format!(" before it is sold from {day} on"),
            None => " before it is sold".to_owned(),
        };
        let does = promotion::does(self.advisory.value);
        let mut finding = findings
            .lacking(self.advisory.place, "they do not hear of it first")
            .because(format!(
                "{} is known to {does}, and those who have it ({}) are not warned{before}",
                self.promotion.goods(),
                names.join(", "),
            ))
            .see(self.promoted());
        let mut shown: Vec<Place> = Vec::new();
        for (_, how) in &warned {
            if let Warned::Late(place, day) = how
                && !shown.contains(place)
            {
                shown.push(*place);
                let text = format!("the warning reaches nobody before {day}");
                finding = finding.see(self.project.value(*place).site.label(text));
            }
        }
        let advisory = self.advisory.id.unwrap_or("the-advisory's-id");
        let audience = warned.iter().find_map(|(audience, _)| audience.id);
        findings.push(finding.help(format!(
            "They can still save what they have if they hear of it in time, and from you. Send a notice to all of them first, and hold the promotion back until then:\n  purpose: safety_notice\n  enrollment: once\n  audience: [{}]\n  advisory: {advisory}",
            audience.unwrap_or("the-audience's-id"),
        )));
    }

    fn perhaps(&self, notice: Place, findings: &mut Findings<'_>) {
        let label = self
            .project
            .value(notice)
            .site
            .label("goes out from then on");
        let (why, lines) = if self.promotion.campaign.starts.is_missing() {
            (
                "the promotion does not say when it starts",
                "starts: 2026-12-01      # in the promotion",
            )
        } else {
            (
                "the notice does not say that everybody gets it on one day before then",
                "starts: 2026-11-30      # in the notice\n  enrollment: once",
            )
        };
        findings.push(
            findings
                .unverified(self.advisory.place, "all of them, and in time?")
                .because(format!(
                    "whether everybody who has {} is warned before it is sold on cannot be told: {why}",
                    self.promotion.goods()
                ))
                .see(self.promoted())
                .see(label)
                .help(format!("Add to it:\n  {lines}")),
        );
    }

    fn promoted(&self) -> crate::diagnostics::Label {
        let campaign = self.promotion.campaign;
        let place = campaign.starts.place().unwrap_or(self.promotion.reference);
        let id = campaign.id.unwrap_or_default();
        self.project
            .value(place)
            .site
            .label(format!("`{id}` sells it"))
    }
}
