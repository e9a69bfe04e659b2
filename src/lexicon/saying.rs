//! The things that a text can say, one for each group of a lexicon's `says`.

use serde::{Deserialize, Serialize};

/// Declares the enum and its names in the lexicon files.
macro_rules! sayings {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)*) => {
        /// Something that a text can say. A lexicon has a group of phrases for each.
        #[derive(
            Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize,
        )]
        pub enum Saying {
            $($(#[$doc])* $variant,)*
        }

        impl Saying {
            /// Every one of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its group's name in a lexicon file.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
    };
}

sayings! {
    /// For how long the buyer is bound or pays.
    Term = "term",
    /// That there is a minimum term or a commitment, of whatever length.
    MinimumTerm = "minimum_term",
    /// That leaving early costs something.
    CancellationCost = "cancellation_cost",
    /// That the money is due before the service is rendered.
    Prepayment = "prepayment",
    /// An amount as the whole sum that is paid now.
    TotalDue = "total_due",
    /// An amount that is saved, worth, credited or given back: not one that is asked for.
    NotAPrice = "not_a_price",
    /// An amount that was asked for before.
    FormerPrice = "former_price",
    /// That it renews by itself.
    Renewal = "renewal",
    /// How to stop it: where to cancel or to switch off the renewal.
    HowToStop = "how_to_stop",
    /// That a trial turns into something paid.
    TrialConversion = "trial_conversion",
    /// That money comes back, in full or in part.
    Refund = "refund",
    /// That no money comes back.
    NoRefund = "no_refund",
    /// On how many devices, or for how many users; the phrase holds the number.
    DeviceLimit = "device_limit",
    /// One device or user alone, without a number ("per machine").
    OneDevice = "one_device",
    /// That the licence cannot move to another machine or person.
    NotTransferable = "not_transferable",
    /// That the buyer must keep or show something that proves the purchase.
    ProofOfPurchase = "proof_of_purchase",
    /// To say no by answering with a word.
    OptOutReply = "opt_out_reply",
    /// To say no through a link or an address.
    OptOutLink = "opt_out_link",
    /// To say no by saying so to the person who speaks.
    OptOutSpoken = "opt_out_spoken",
    /// To say no by ringing or writing somewhere.
    OptOutContact = "opt_out_contact",
    /// To say no by pressing a key of the telephone.
    OptOutKey = "opt_out_key",
    /// To say no in the settings of the program or the device.
    OptOutSetting = "opt_out_setting",
    /// A label that takes this no.
    Decline = "decline",
    /// A label that takes a no for ever.
    DeclineForever = "decline_forever",
    /// A label that only puts it off.
    Snooze = "snooze",
    /// A label that only shuts the window.
    Close = "close",
    /// Blame, mockery or belittling of the reader.
    Belittling = "belittling",
    /// Selling: a price, an upgrade, a discount held out to the reader.
    Pitch = "pitch",
    /// Buying again as the way out of a problem.
    BuyAgain = "buy_again",
    /// A way out of a problem that costs no new purchase.
    OtherRemedy = "other_remedy",
    /// That the caller is to try again after a no.
    AskAgain = "ask_again",
    /// That a machine writes or speaks, and no person.
    Machine = "machine",
    /// An amount that others ask, or that the reader pays for something else.
    OtherPrice = "other_price",
    /// That the buyer is not bound for any time.
    NoCommitment = "no_commitment",
    /// That it does not renew by itself.
    NoRenewal = "no_renewal",
    /// That nothing has to be paid now or in advance.
    NoPrepayment = "no_prepayment",
    /// That the licence can move, or works on any number of machines.
    Transferable = "transferable",
    /// That what is offered costs nothing.
    Free = "free",
    /// The last day on which an offer can be had; the phrase holds the date.
    Deadline = "deadline",
    /// That the reader must hurry because time is short.
    Urgency = "urgency",
    /// That only a few are left.
    Scarcity = "scarcity",
    /// The label of a no that shames whoever picks it.
    ConfirmShaming = "confirm_shaming",
    /// Guilt or obligation as an argument.
    Guilt = "guilt",
    /// Words left over from writing: notes, filler, tests.
    Draft = "draft",
    /// That what the reader has already paid is counted towards what is sold.
    CreditsPrepaid = "credits_prepaid",
}

impl Saying {
    /// The saying of a group's name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|s| s.as_str() == name)
    }
}
