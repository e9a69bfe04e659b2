//! The sections of a file, field by field, as `docs/format.md` describes them.

use super::{
    Action, AdvisoryStatus, Answer, AudienceType, BuyingRole, Channel, ChoiceAction, ConsentKind,
    Dialer, Enrollment, Event, Harm, HolidaySetting, IfClosed, KeepsFor, Money, OfferFor,
    OptOutMethod, Price, Purpose, ReEnrollment, Ref, RefundKind, Relationship, Seconds, SenderRole,
    SourceKind, Status, StopScope, SupportChannel, SuppressionKind, Voice, WindowClock, ZoneFrom,
};
use crate::calendar::{Day, Duration, MinuteRange, Region, Weekdays, Zone};
use crate::yaml::{Field, List, Map};
use schemars::JsonSchema;
use serde::Deserialize;

/// The root mapping of a document.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Sections {
    /// Campaigns by id.
    pub campaigns: Map<Campaign>,
    /// Cadences by id.
    pub cadences: Map<Cadence>,
    /// Audiences by id.
    pub audiences: Map<Audience>,
    /// Offers by id.
    pub offers: Map<Offer>,
    /// Messages by id.
    pub messages: Map<Message>,
    /// Senders by id.
    pub senders: Map<Sender>,
    /// Suppression lists by id.
    pub suppressions: Map<Suppression>,
    /// Products by id.
    pub products: Map<Product>,
    /// Advisories by id.
    pub advisories: Map<Advisory>,
}

/// Who is contacted, for what, when, and by which cadence.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Campaign {
    /// For people.
    pub name: Field<String>,
    /// For people.
    pub owner: Field<String>,
    /// What it is for.
    pub purpose: Field<Purpose>,
    /// Where it stands.
    pub status: Field<Status>,
    /// First day of enrollment.
    pub starts: Field<Day>,
    /// Last day of enrollment.
    pub ends: Field<Day>,
    /// Whether `ends` also ends the contacts already planned.
    pub hard_stop: Field<bool>,
    /// When people enter; rolling if absent.
    pub enrollment: Field<Enrollment>,
    /// What makes them enter.
    pub trigger: Field<Trigger>,
    /// What makes them enter again.
    pub re_enrollment: Field<ReEnrollment>,
    /// Who is contacted.
    pub audience: List<Ref<Audience>>,
    /// Who of them is not.
    pub exclude: List<Ref<Audience>>,
    /// The lists of those who must not be contacted.
    pub suppress: List<Ref<Suppression>>,
    /// The steps.
    pub cadence: Field<Ref<Cadence>>,
    /// What is offered.
    pub offer: List<Ref<Offer>>,
    /// The advisories that a notice tells of.
    pub advisory: List<Ref<Advisory>>,
    /// Who must release it.
    pub approvals: List<String>,
    /// Limits narrower than the project's.
    // Elsewhere: few campaigns have any, and each would keep a kilobyte free for them.
    pub limits: Field<Box<Limits>>,
}

/// What makes a person enter a triggered campaign.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Trigger {
    /// What happened.
    pub event: Field<Event>,
    /// The channel or network on which it was seen.
    pub seen_on: Field<String>,
    /// Where the signal comes from, in the user's words.
    pub source: Field<String>,
}

/// Ordered steps and what answers lead to.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Cadence {
    /// For people.
    pub name: Field<String>,
    /// When a contact may start.
    pub send_window: Field<Box<SendWindow>>,
    /// What happens to a contact on a closed day; shift if absent.
    pub if_closed: Field<IfClosed>,
    /// How long after its slot a contact may still go out.
    pub max_lateness: Field<Duration>,
    /// The steps, in order.
    pub steps: List<Step>,
    /// What each answer leads to.
    pub responses: Field<Responses>,
    /// Whether all senders see the answers before their next contact.
    pub shares_responses: Field<bool>,
    /// How soon a "no" takes effect.
    pub honors_refusal_within: Field<Duration>,
}

/// When a contact may start.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SendWindow {
    /// The open weekdays; every day if absent.
    pub days: List<Weekdays>,
    /// The open hours; any minute if absent.
    pub hours: List<MinuteRange>,
    /// Whether ranges may cross midnight.
    pub overnight: Field<bool>,
    /// Whose clock it is written on.
    pub time_zone: Field<WindowClock>,
    /// How the recipient's zone is known.
    pub zone_from: Field<ZoneFrom>,
    /// Which holidays close a day.
    pub holidays: Field<HolidaySetting>,
}

/// One planned contact.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Step {
    /// Its name within the cadence.
    pub id: Field<String>,
    /// Anchor: calendar days after enrollment, from 0.
    pub day: Field<u32>,
    /// Anchor: the Nth open day on or after enrollment, from 0.
    pub business_day: Field<u32>,
    /// Anchor: the time since the last attempt of the previous step.
    pub wait: Field<Duration>,
    /// Anchor: this date for everybody.
    pub on: Field<Day>,
    /// How the person is reached.
    pub channel: Field<Channel>,
    /// Which of the person's numbers or accounts.
    pub to: Field<String>,
    /// Who contacts.
    pub by: Field<Ref<Sender>>,
    /// How many tries; 1 if absent.
    pub attempts: Field<u32>,
    /// The time between them.
    pub spacing: Field<Duration>,
    /// What is said.
    pub message: Field<Ref<Message>>,
    /// Fields that replace the cadence's for this step.
    pub send_window: Field<Box<SendWindow>>,
    /// Whether and how it comes again.
    pub repeat: Field<Box<Repeat>>,
}

/// How a step comes again.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Repeat {
    /// The time between two.
    pub every: Field<Duration>,
    /// How many in all.
    pub times: Field<u32>,
    /// The answer that ends it.
    pub until: Field<Answer>,
}

/// What each answer leads to. What is absent is not known.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Responses {
    /// "Do not contact me again."
    pub opt_out: Field<Action>,
    /// "No, thank you."
    pub not_interested: Field<Action>,
    /// "Not now."
    pub not_now: Field<Action>,
    /// A complaint.
    pub complaint: Field<Action>,
    /// Somebody else was reached.
    pub wrong_person: Field<Action>,
    /// Nobody answered.
    pub no_answer: Field<Action>,
    /// The prompt was closed.
    pub dismissed: Field<Action>,
    /// Any reply.
    pub replied: Field<Action>,
    /// The person bought.
    pub purchased: Field<Action>,
    /// The address or number does not work.
    pub bounced: Field<Action>,
}

impl Responses {
    /// What is written for an answer.
    pub fn to(&self, answer: Answer) -> &Field<Action> {
        match answer {
            Answer::OptOut => &self.opt_out,
            Answer::NotInterested => &self.not_interested,
            Answer::NotNow => &self.not_now,
            Answer::Complaint => &self.complaint,
            Answer::WrongPerson => &self.wrong_person,
            Answer::NoAnswer => &self.no_answer,
            Answer::Dismissed => &self.dismissed,
            Answer::Replied => &self.replied,
            Answer::Purchased => &self.purchased,
            Answer::Bounced => &self.bounced,
        }
    }
}

/// Who is contacted.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Audience {
    /// For people.
    pub name: Field<String>,
    /// Where they live.
    pub regions: List<Region>,
    /// Their zones, where narrower than the regions'.
    pub time_zones: List<Zone>,
    /// Consumers or businesses.
    #[serde(rename = "type")]
    pub kind: Field<AudienceType>,
    /// What they already are to the seller.
    pub relationship: Field<Relationship>,
    /// What they decide.
    pub role: Field<BuyingRole>,
    /// The product that they use.
    pub uses: List<Uses>,
    /// The day up to which they have paid.
    pub prepaid_until: Field<Day>,
    /// Where the contacts come from.
    pub source: Field<Source>,
    /// What they have agreed to.
    pub consent: Field<Consent>,
    /// Audiences that can hold the same people.
    pub overlaps: List<String>,
    /// Audiences that cannot.
    pub disjoint_from: List<String>,
    /// How many people.
    pub size: Field<u64>,
}

/// A product that an audience uses.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Uses {
    /// The product.
    pub product: Field<Ref<Product>>,
    /// Its versions; any if absent.
    pub versions: List<String>,
}

/// Where contacts come from.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Source {
    /// The kind of source.
    pub kind: Field<SourceKind>,
    /// For people.
    pub name: Field<String>,
}

/// What people have agreed to.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Consent {
    /// How firmly.
    pub kind: Field<ConsentKind>,
    /// For which channels; all if absent.
    pub channels: List<Channel>,
    /// Since when.
    pub obtained: Field<Day>,
    /// Until when.
    pub expires: Field<Day>,
    /// Where the proof is kept.
    pub proof: Field<String>,
}

/// What is sold, for how much, on which terms.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Offer {
    /// For people.
    pub name: Field<String>,
    /// What is sold.
    pub product: Field<Ref<Product>>,
    /// The version that is promoted; the product's current one if absent.
    pub version: Field<String>,
    /// The price, usually for a period.
    pub price: Field<Price>,
    /// What is due on the day of purchase.
    pub due_now: Field<Money>,
    /// How long the buyer is bound.
    pub commitment: Field<Duration>,
    /// How it is billed.
    pub billing: Field<Billing>,
    /// How it renews.
    pub renews: Field<Renewal>,
    /// A trial before it.
    pub trial: Field<Trial>,
    /// What comes back.
    pub refund: Field<Refund>,
    /// What it is cheaper than.
    pub discount: Field<Discount>,
    /// What the licence allows.
    #[serde(alias = "license")]
    pub licence: Field<Licence>,
    /// How it is delivered.
    pub fulfilment: Field<Fulfilment>,
    /// Whether what the buyer has already paid for is credited.
    pub credits_prepaid: Field<bool>,
    /// To whom it is open.
    #[serde(rename = "for")]
    pub open_to: Field<OfferFor>,
    /// Where buyers get help.
    pub support: List<Support>,
}

/// How an offer is billed.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Billing {
    /// The period between two bills.
    pub every: Field<Duration>,
    /// Whether a period is paid before it begins.
    pub in_advance: Field<bool>,
}

/// How an offer renews.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Renewal {
    /// Whether it does so by itself.
    pub automatically: Field<bool>,
    /// At which price.
    pub price: Field<Price>,
    /// How long before the buyer is told.
    pub notice: Field<Duration>,
    /// How to stop it.
    pub stop_by: Field<String>,
}

/// A trial.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Trial {
    /// How long.
    pub length: Field<Duration>,
    /// Whether it turns into a paid contract by itself.
    pub converts_to_paid: Field<bool>,
    /// Whether a card is asked for.
    pub card_required: Field<bool>,
}

/// What comes back when a buyer leaves.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Refund {
    /// How much.
    pub kind: Field<RefundKind>,
    /// Within which time.
    pub within: Field<Duration>,
}

/// What an offer is cheaper than.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Discount {
    /// The former price.
    pub from: Field<Price>,
    /// Since when it is cheaper.
    pub since: Field<Day>,
    /// Until when.
    pub until: Field<Day>,
}

/// What a licence allows.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Licence {
    /// On how many machines.
    pub devices: Field<u32>,
    /// For how many people.
    pub seats: Field<u32>,
    /// Whether it can move to another machine or person.
    pub transferable: Field<bool>,
    /// What a buyer must keep to prove the purchase.
    pub proof: Field<String>,
}

/// How an offer is delivered.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Fulfilment {
    /// Programs that must be closed.
    pub requires_closing: List<String>,
    /// Whether the buyer can put it off.
    pub can_postpone: Field<bool>,
    /// Whether the buyer is told when it is done.
    pub confirms_completion: Field<bool>,
}

/// A way to get help with what was bought.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Support {
    /// How.
    pub channel: Field<SupportChannel>,
    /// Whether people answer.
    pub staffed: Field<bool>,
    /// For which platforms; all if absent.
    pub platforms: List<String>,
    /// For which regions; all if absent.
    pub regions: List<Region>,
    /// The number or address.
    pub at: Field<String>,
}

/// What is said.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Message {
    /// For people.
    pub name: Field<String>,
    /// The channel that it is written for.
    pub channel: Field<Channel>,
    /// Its language, BCP 47.
    pub language: Field<String>,
    /// The subject line.
    pub subject: Field<String>,
    /// The text or script.
    pub body: Field<String>,
    /// The file that holds the text, relative to this one.
    pub body_file: Field<String>,
    /// The buttons of a prompt.
    pub choices: List<Choice>,
    /// How it lets people say no.
    pub opt_out: Field<OptOut>,
    /// How it says who is calling.
    pub identifies: Field<Identifies>,
    /// What a reply template answers.
    pub reply_to: Field<String>,
    /// Labels that it carries.
    pub labels: List<String>,
}

/// A button of a prompt.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Choice {
    /// What it says.
    pub label: Field<String>,
    /// What it does.
    pub action: Field<ChoiceAction>,
    /// How long a snooze lasts.
    #[serde(rename = "for")]
    pub lasts: Field<Duration>,
}

/// How a message lets people say no.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct OptOut {
    /// How.
    pub method: Field<OptOutMethod>,
    /// The words that count.
    pub words: List<String>,
    /// How many steps it takes.
    pub steps: Field<u32>,
    /// Whether a login is asked for.
    pub needs_login: Field<bool>,
    /// How long it works after the message was sent.
    pub live_for: Field<Duration>,
}

/// How a script says who is calling.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Identifies {
    /// How soon.
    pub within: Field<Seconds>,
    /// Whether the seller is named.
    pub seller: Field<bool>,
    /// Whether the caller is.
    pub caller: Field<bool>,
    /// Whether the purpose is.
    pub purpose: Field<bool>,
    /// The number to call back.
    pub callback: Field<String>,
}

/// Who contacts.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Sender {
    /// What the sender does in the firm.
    pub role: Field<SenderRole>,
    /// For people.
    pub name: Field<String>,
    /// The firm's name.
    pub legal_name: Field<String>,
    /// The firm's address.
    pub postal_address: Field<String>,
    /// The number that is shown.
    pub caller_id: Field<String>,
    /// Whether it is shown.
    pub caller_id_shown: Field<bool>,
    /// Who speaks; a person if absent.
    pub voice: Field<Voice>,
    /// How numbers are dialled.
    pub dialer: Field<Dialer>,
}

/// A list of people who must not be contacted.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Suppression {
    /// For people.
    pub name: Field<String>,
    /// Whose list it is.
    pub kind: Field<SuppressionKind>,
    /// Which registry.
    pub registry: Field<String>,
    /// How far it reaches; the seller if absent.
    pub scope: Field<StopScope>,
    /// For which channels; all if absent.
    pub channels: List<Channel>,
    /// When it was last refreshed.
    pub refreshed: Field<Day>,
    /// How often it is.
    pub refresh_every: Field<Duration>,
    /// How soon a name on it takes effect.
    pub honored_within: Field<Duration>,
    /// How long a name stays on it.
    pub keeps_for: Field<KeepsFor>,
}

/// What the firm sells.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Product {
    /// For people.
    pub name: Field<String>,
    /// The version on sale.
    pub current_version: Field<String>,
    /// The platforms on which it runs.
    pub platforms: List<String>,
    /// The trades whose own law binds those who sell it: `securities`.
    pub sector: List<String>,
}

/// A known defect.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Advisory {
    /// For people.
    pub name: Field<String>,
    /// The product.
    pub product: Field<Ref<Product>>,
    /// The versions that have it; all if absent.
    pub versions: List<String>,
    /// What it does.
    pub harm: Field<Harm>,
    /// Since when the firm knows.
    pub known_since: Field<Day>,
    /// Whether it is still there.
    pub status: Field<AdvisoryStatus>,
    /// The version without it.
    pub fixed_in: Field<String>,
    /// Where to read about it.
    pub details: Field<String>,
}

/// The company's own limits, on one person.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Limits {
    /// Attempts in one local day, by channel or `any`.
    pub per_day: Field<PerChannel>,
    /// Attempts in seven days, by channel or `any`.
    pub per_7_days: Field<PerChannel>,
    /// The least time between two attempts.
    pub min_gap: Field<Duration>,
    /// The least time between two showings of a prompt.
    pub nag_interval: Field<Duration>,
    /// Courtesy hours by channel.
    pub hours: Field<HoursPerChannel>,
    /// Channels kept off public holidays.
    pub holidays: List<Channel>,
    /// The longest time from a known defect to its notice.
    pub late_notice: Field<Duration>,
}

/// Declares a mapping from channels to values, one field a channel.
macro_rules! per_channel {
    ($(#[$doc:meta])* $name:ident of $value:ty { $($extra:ident)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
        #[serde(default)]
        #[allow(missing_docs, reason = "one field a channel, named as the channel is")]
        pub struct $name {
            $(pub $extra: Field<$value>,)?
            pub call: Field<$value>,
            pub voicemail: Field<$value>,
            pub sms: Field<$value>,
            pub email: Field<$value>,
            pub chat: Field<$value>,
            pub support_chat: Field<$value>,
            pub dm: Field<$value>,
            pub push: Field<$value>,
            pub popup: Field<$value>,
            pub post: Field<$value>,
            pub visit: Field<$value>,
        }

        impl $name {
            /// What is written for a channel; nothing for `task`, which reaches nobody.
            pub fn of(&self, channel: Channel) -> Option<&Field<$value>> {
                Some(match channel {
                    Channel::Call => &self.call,
                    Channel::Voicemail => &self.voicemail,
                    Channel::Sms => &self.sms,
                    Channel::Email => &self.email,
                    Channel::Chat => &self.chat,
                    Channel::SupportChat => &self.support_chat,
                    Channel::Dm => &self.dm,
                    Channel::Push => &self.push,
                    Channel::Popup => &self.popup,
                    Channel::Post => &self.post,
                    Channel::Visit => &self.visit,
                    Channel::Task => return None,
                })
            }
        }
    };
}

per_channel! {
    /// Counts by channel, and over all of them (`any`).
    PerChannel of u32 { any }
}

per_channel! {
    /// Hours by channel, on the recipient's clock.
    HoursPerChannel of List<MinuteRange> {}
}
