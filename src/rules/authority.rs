//! By whose word something is demanded, as a finding names it: the law where people are, the law that
//! follows the seller abroad, a code that the seller has bound itself to, or whoever delivers a message.

use crate::calendar::Region;
use crate::diagnostics::Force;
use crate::law::{Binding, Ground};
use crate::model::Channel;

/// `the law there`, where the place has been named.
pub(super) fn there(binding: &Binding<'_>) -> String {
    named(binding, "there")
}

/// `the law in Florida (US-FL)`.
pub(super) fn at(binding: &Binding<'_>, place: &str) -> String {
    named(binding, &format!("in {place}"))
}

/// All of them are singular, so that one verb suits them.
fn named(binding: &Binding<'_>, place: &str) -> String {
    let provision = binding.provision;
    match (provision.force, &provision.code, binding.ground) {
        (Force::Code, Some(code), _) => format!("the code `{code}` (it binds you)"),
        (Force::Carrier, ..) if provision.applies.channels.contains(&Channel::Email) => {
            format!("the rule of the mailbox providers {place}")
        }
        (Force::Carrier, ..) => format!("the rule of the carriers {place}"),
        (force, _, Ground::Seller) => {
            let home = provision.jurisdiction.parse::<Region>();
            let home = home.map_or_else(
                |_| provision.jurisdiction.clone(),
                |home| home.name_in_a_sentence(),
            );
            format!("{} of {home} (where the seller is)", who(force))
        }
        (force, _, Ground::Recipient) => format!("{} {place}", who(force)),
    }
}

fn who(force: Force) -> &'static str {
    match force {
        Force::Regulator => "the regulator",
        Force::Law | Force::Code | Force::Carrier => "the law",
    }
}
