use super::placeholder::{Form, placeholders};
use crate::diagnostics::Diagnostic;
use crate::model::{Message, Offer, Product, Sender};
use crate::project::{CampaignView, Def, MessageText, Project, Spot, message_text, words_at};
use crate::rules::offer::named;
use crate::rules::wording::messages;
use crate::rules::{Findings, Rule, about, rule};
use crate::source::Span;
use crate::yaml::{At, Field, Place, nearest};
use rustc_hash::FxHashSet;

rule! {
    /// A placeholder that nothing fills in.
    UnrenderedPlaceholder, "unrendered-placeholder", "tone", Error
}

impl Rule for UnrenderedPlaceholder {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        let mut seen = FxHashSet::default();
        for step in campaign.steps.iter().filter(|step| step.reaches_people()) {
            let Some(message) = step.message else {
                continue;
            };
            let sender = step.value.by.place().and(step.sender);
            // One message is sent by several people, each with a name and without.
            if seen.insert((message.place, sender.map(|it| it.place))) {
                let sources = Sources {
                    campaign,
                    sender,
                    unnamed: step.value.by.is_missing(),
                };
                sources.check(message, findings);
            }
        }
    }

    fn check_project(&self, project: &Project, findings: &mut Findings<'_>) {
        for message in messages(project) {
            names(project, message, findings);
        }
    }
}

/// A text of a message, wherever in it.
enum Part<'p> {
    Body(MessageText<'p>),
    Line(&'p At<String>),
}

impl<'p> Part<'p> {
    /// The body, the subject and the labels of a message.
    fn all(project: &'p Project, message: Def<'p, Message>) -> impl Iterator<Item = Self> {
        let labels = message.value.choices.values();
        let lines = message.value.subject.at().into_iter();
        message_text(project, message)
            .map(Self::Body)
            .into_iter()
            .chain(
                lines
                    .chain(labels.filter_map(|it| it.label.at()))
                    .map(Self::Line),
            )
    }

    fn text(&self) -> &str {
        match self {
            Self::Body(body) => &body.body,
            Self::Line(line) => &line.value,
        }
    }

    fn spot(&self, project: &Project, span: Span) -> Spot {
        let (spot, place) = match self {
            Self::Body(body) => (body.spot(project, span), body.place),
            Self::Line(line) => (words_at(project, line, span), line.place),
        };
        spot.unwrap_or_else(|| project.key(place))
    }
}

/// What the linter and every sending platform know by themselves.
const SYSTEM: [&str; 2] = ["unsubscribe_url", "preferences_url"];

/// Names that nothing fills in, once a message.
fn names(project: &Project, message: Def<'_, Message>, findings: &mut Findings<'_>) {
    let mut said = FxHashSet::default();
    for part in Part::all(project, message) {
        for placeholder in placeholders(part.text()) {
            let name = match placeholder.form {
                Form::Name(name) => name,
                Form::Broken => "",
            };
            if !said.insert(name.to_owned()) {
                continue;
            }
            let spot = || part.spot(project, placeholder.span);
            let finding = match placeholder.form {
                Form::Broken => Some(broken(spot(), &part, placeholder.span, message, findings)),
                Form::Name(name) => unknown(project, message, name, &spot, findings),
            };
            if let Some(finding) = finding {
                findings.push(finding);
            }
        }
    }
}

fn broken(
    spot: Spot,
    part: &Part<'_>,
    span: Span,
    message: Def<'_, Message>,
    findings: &Findings<'_>,
) -> Diagnostic {
    let words = part.text().get(span.start as usize..span.end as usize);
    findings
        .violation_at(spot, "a brace is missing or too many")
        .because(format!(
            "{} has `{}`, which no platform fills in: people read it as it stands here",
            named("the message", message),
            words.unwrap_or_default()
        ))
        .help("It shows everybody that nobody has looked. Two braces open a placeholder and two close it:\n  {{first_name}}")
}

fn unknown(
    project: &Project,
    message: Def<'_, Message>,
    name: &str,
    spot: &dyn Fn() -> Spot,
    findings: &Findings<'_>,
) -> Option<Diagnostic> {
    if SYSTEM.contains(&name) || gives_way_out(name) {
        return None;
    }
    let who = named("the message", message);
    if let Some((section, field)) = name.split_once('.')
        && ["offer", "product", "sender"].contains(&section)
    {
        let fields = fields(section);
        let top = field.split('.').next().unwrap_or(field);
        if fields.contains(&top) {
            return None;
        }
        let meant = nearest(top, fields.iter().copied()).map_or(String::new(), |meant| {
            format!(", `{section}.{meant}` for one")
        });
        return Some(
            findings
                .violation_at(spot(), "nothing of that name")
                .because(format!(
                    "{who} asks for `{name}`, and no {section} has such a field: people read the placeholder, or a gap"
                ))
                .help(format!(
                    "Write a field that there is{meant}"
                )),
        );
    }
    let settings = project.config(message.place);
    let fields = settings.map(|it| &it.written.merge_fields);
    // Platforms put the record in front: `contact.first_name`.
    let last = name.split('.').next_back().unwrap_or(name);
    let known = |known: &str| plain(known) == plain(name) || plain(known) == plain(last);
    match fields.filter(|fields| fields.is_given()) {
        Some(fields) if fields.values().any(|it| known(it)) => None,
        Some(fields) => {
            let all = fields.values().map(String::as_str).chain(SYSTEM);
            let meant = nearest(name, all).map_or(String::new(), |meant| {
                format!(" Did you mean `{{{{{meant}}}}}`?")
            });
            let place = fields.place;
            let mut finding = findings
                .violation_at(spot(), "filled in by nothing")
                .because(format!(
                    "{who} asks for `{name}`, which is not among the fields that the sending platform fills in: people read the placeholder, or a gap"
                ))
                .help(format!(
                    "A letter to \"Dear {{{{{name}}}}}\" is a letter to nobody.{meant} If the platform does fill it in, say so in `courtesy.yaml`:\n  merge_fields: [{name}]"
                ));
            if let Some(place) = place {
                finding = finding.see(project.key(place).site.label("what it fills in"));
            }
            Some(finding)
        }
        None => {
            let spot = spot();
            Some(
                Diagnostic::unverified(&UnrenderedPlaceholder::META, spot.site.label("filled in by what?"))
                    .at(spot.pointer)
                    .because(format!(
                        "{who} asks for `{name}`, and nothing says that the sending platform fills it in"
                    ))
                    .help(format!(
                        "Say in `courtesy.yaml` which fields it fills in:\n  merge_fields: [{name}]"
                    )),
            )
        }
    }
}

/// A name of another platform for its way out: `unsub_center_url`, `UNSUB`.
fn gives_way_out(name: &str) -> bool {
    let name = name.to_lowercase();
    name.contains("unsub") || name.contains("optout") || name.contains("opt_out")
}

/// A name without what platforms write differently: `First Name`, `first-name`, `FirstName`.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The fields that a placeholder can render.
fn fields(section: &str) -> &'static [&'static str] {
    match section {
        "offer" => &[
            "name",
            "product",
            "version",
            "price",
            "due_now",
            "commitment",
            "billing",
            "renews",
            "trial",
            "refund",
            "discount",
            "licence",
            "license",
            "fulfilment",
            "credits_prepaid",
            "for",
            "support",
        ],
        "product" => &["name", "current_version", "platforms"],
        _ => &[
            "role",
            "name",
            "legal_name",
            "postal_address",
            "caller_id",
            "voice",
        ],
    }
}

/// Where a campaign takes the values from that its messages ask for.
struct Sources<'a, 'p> {
    campaign: &'a CampaignView<'p>,
    sender: Option<Def<'p, Sender>>,
    /// Whether the step does not say who sends it.
    unnamed: bool,
}

/// What becomes of a placeholder.
enum Filled {
    /// It has a value, or something else has been said of it.
    Yes,
    /// The definition at the place lacks it.
    No(Place, String),
    /// There is no such definition; what is missing.
    Nothing(&'static str, &'static str),
}

impl<'p> Sources<'_, 'p> {
    /// Placeholders whose field is left out, once a message.
    fn check(&self, message: Def<'p, Message>, findings: &mut Findings<'_>) {
        let project = self.campaign.project;
        let mut said = FxHashSet::default();
        for part in Part::all(project, message) {
            for placeholder in placeholders(part.text()) {
                let Form::Name(name) = placeholder.form else {
                    continue;
                };
                let Some((section, field)) = name.split_once('.') else {
                    continue;
                };
                let filled = match section {
                    "offer" => self.offer(field),
                    "product" => self.product(field),
                    "sender" => self.sender(field),
                    _ => continue,
                };
                if !said.insert(name.to_owned()) {
                    continue;
                }
                let spot = part.spot(project, placeholder.span);
                match filled {
                    Filled::Yes => {}
                    Filled::No(place, whose) => {
                        let top = field.split('.').next().unwrap_or(field);
                        let site = project.key(place).site;
                        let finding = findings
                            .violation_at(spot, "has no value")
                            .because(format!(
                                "{} asks for `{name}`, and {whose} has no `{top}`: people read the placeholder, or a gap",
                                named("the message", message)
                            ))
                            .see(site.label(format!("has no `{top}`")))
                            .help("It shows everybody that nobody has looked, and the price or the name that they need is not there. Give the field a value, or write the words themselves");
                        findings.push(finding);
                    }
                    Filled::Nothing(what, lines) => {
                        let finding = findings
                            .violation_at(spot, "has no value")
                            .because(format!(
                                "{} asks for `{name}`, and {what}: people read the placeholder, or a gap",
                                named("the message", message)
                            ))
                            .help(format!("It shows everybody that nobody has looked. Say where it comes from, or write the words themselves:\n  {lines}"));
                        findings.push(finding);
                    }
                }
            }
        }
    }

    fn offer(&self, field: &str) -> Filled {
        let written = &self.campaign.value.offer;
        // What could not be read or found has been reported.
        if written.left_out > 0 || self.campaign.offers.len() < written.len() {
            return Filled::Yes;
        }
        let mut lacking = None;
        for offer in &self.campaign.offers {
            match of_offer(offer.value, field) {
                Some(false) => lacking = lacking.or(Some(offer)),
                Some(true) | None => return Filled::Yes,
            }
        }
        match lacking {
            Some(offer) => Filled::No(offer.place, named("the offer", *offer)),
            None => Filled::Nothing("the campaign has no `offer`", "offer: the-offer"),
        }
    }

    fn product(&self, field: &str) -> Filled {
        let project = self.campaign.project;
        let of_offers = self.campaign.offers.iter().map(|it| &it.value.product);
        let of_advisories = self.campaign.advisories.iter().map(|it| &it.value.product);
        let uses = self.campaign.audiences.iter();
        let of_audiences = uses.flat_map(|it| it.value.uses.values().map(|uses| &uses.product));
        let all = of_offers.chain(of_advisories).chain(of_audiences);
        let mut lacking = None;
        for product in all {
            let Some(product) = product.at().and_then(|at| project.resolve(at)) else {
                if product.is_missing() {
                    continue;
                }
                return Filled::Yes;
            };
            match of_product(product.value, field) {
                Some(false) => lacking = lacking.or(Some(product)),
                Some(true) | None => return Filled::Yes,
            }
        }
        match lacking {
            Some(product) => Filled::No(product.place, named("the product", product)),
            None => Filled::Nothing(
                "neither an offer nor an advisory of the campaign has a product",
                "product: the-product",
            ),
        }
    }

    fn sender(&self, field: &str) -> Filled {
        match self.sender {
            Some(sender) => match of_sender(sender.value, field) {
                Some(false) => Filled::No(sender.place, named("the sender", sender)),
                Some(true) | None => Filled::Yes,
            },
            None if self.unnamed => {
                Filled::Nothing("the step does not say who sends it", "by: the-sender")
            }
            None => Filled::Yes,
        }
    }
}

fn given<T>(field: &Field<T>) -> bool {
    !field.is_missing()
}

/// Whether an offer has a value for a placeholder; none if there is no such field, which is reported elsewhere.
fn of_offer(offer: &Offer, field: &str) -> Option<bool> {
    let mut parts = field.split('.');
    let (top, part) = (parts.next()?, parts.next());
    let inner = |whole: bool, part: Option<bool>| Some(whole && part.unwrap_or(true));
    match top {
        "name" => Some(given(&offer.name)),
        "product" => Some(given(&offer.product)),
        "version" => Some(given(&offer.version)),
        "price" => Some(given(&offer.price)),
        "due_now" => Some(given(&offer.due_now)),
        "commitment" => Some(given(&offer.commitment)),
        "billing" => {
            let has = |billing: &crate::model::Billing| match part {
                Some("every") => given(&billing.every),
                Some("in_advance") => given(&billing.in_advance),
                _ => true,
            };
            inner(given(&offer.billing), offer.billing.value().map(has))
        }
        "renews" => {
            let has = |renews: &crate::model::Renewal| match part {
                Some("price") => given(&renews.price),
                Some("notice") => given(&renews.notice),
                Some("stop_by") => given(&renews.stop_by),
                _ => true,
            };
            inner(given(&offer.renews), offer.renews.value().map(has))
        }
        "trial" => {
            let has = |trial: &crate::model::Trial| match part {
                Some("length") => given(&trial.length),
                _ => true,
            };
            inner(given(&offer.trial), offer.trial.value().map(has))
        }
        "refund" => {
            let has = |refund: &crate::model::Refund| match part {
                Some("within") => given(&refund.within),
                _ => true,
            };
            inner(given(&offer.refund), offer.refund.value().map(has))
        }
        "discount" => {
            let has = |discount: &crate::model::Discount| match part {
                Some("from") => given(&discount.from),
                Some("since") => given(&discount.since),
                Some("until") => given(&discount.until),
                _ => true,
            };
            inner(given(&offer.discount), offer.discount.value().map(has))
        }
        "licence" | "license" => {
            let has = |licence: &crate::model::Licence| match part {
                Some("devices") => given(&licence.devices),
                Some("seats") => given(&licence.seats),
                Some("proof") => given(&licence.proof),
                _ => true,
            };
            inner(given(&offer.licence), offer.licence.value().map(has))
        }
        "support" => Some(offer.support.is_given()),
        _ => None,
    }
}

fn of_product(product: &Product, field: &str) -> Option<bool> {
    match field {
        "name" => Some(given(&product.name)),
        "current_version" => Some(given(&product.current_version)),
        _ => None,
    }
}

fn of_sender(sender: &Sender, field: &str) -> Option<bool> {
    match field {
        "name" => Some(given(&sender.name)),
        "legal_name" => Some(given(&sender.legal_name)),
        "postal_address" => Some(given(&sender.postal_address)),
        "caller_id" => Some(given(&sender.caller_id)),
        "role" => Some(given(&sender.role)),
        _ => None,
    }
}
