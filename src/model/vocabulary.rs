//! The closed lists of words that the format knows. Each prints as it is written in YAML.

use serde::Deserialize;

/// Declares an enum whose variants are written in snake case, and lists them.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize, schemars::JsonSchema)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $text)] $variant,)*
        }

        impl $name {
            /// Every one of them, in the order of the format's page.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// As it is written in YAML.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

words! {
    /// What a campaign is for.
    Purpose {
        /// `sales`.
        Sales = "sales",
        /// `marketing`.
        Marketing = "marketing",
        /// `renewal`.
        Renewal = "renewal",
        /// `survey`.
        Survey = "survey",
        /// `fundraising`.
        Fundraising = "fundraising",
        /// `political`.
        Political = "political",
        /// `collections`.
        Collections = "collections",
        /// `transactional`.
        Transactional = "transactional",
        /// `service_notice`.
        ServiceNotice = "service_notice",
        /// `safety_notice`.
        SafetyNotice = "safety_notice",
    }
}

words! {
    /// Where a campaign stands. A draft is checked too.
    Status {
        /// `draft`.
        Draft = "draft",
        /// `active`.
        Active = "active",
        /// `paused`.
        Paused = "paused",
        /// `ended`.
        Ended = "ended",
    }
}

words! {
    /// When people can enter a campaign.
    Enrollment {
        /// Everybody on its first day.
        Once = "once",
        /// On any day; the default.
        Rolling = "rolling",
        /// On any day, at any time of the day.
        Triggered = "triggered",
    }
}

words! {
    /// How one person is reached.
    Channel {
        /// A live or automated telephone call.
        Call = "call",
        /// A message left on an answering service.
        Voicemail = "voicemail",
        /// A text message.
        Sms = "sms",
        /// An e-mail.
        Email = "email",
        /// A chat that sales or marketing runs.
        Chat = "chat",
        /// A chat that belongs to support.
        SupportChat = "support_chat",
        /// A direct message on a network or messenger.
        Dm = "dm",
        /// A push notification.
        Push = "push",
        /// A prompt shown inside a program or page.
        Popup = "popup",
        /// A letter.
        Post = "post",
        /// A visit in person.
        Visit = "visit",
        /// Work for a person inside the seller's firm; reaches nobody by itself.
        Task = "task",
    }
}

impl Channel {
    /// What happens to a person, as `people can be …`: `called`, `sent a direct message`.
    pub fn reached(self) -> &'static str {
        match self {
            Self::Call => "called",
            Self::Voicemail => "left a voicemail",
            Self::Sms => "texted",
            Self::Email => "e-mailed",
            Self::Chat | Self::SupportChat => "addressed in a chat",
            Self::Dm => "sent a direct message",
            Self::Push => "sent a push notification",
            Self::Popup => "shown a prompt",
            Self::Post => "written to",
            Self::Visit => "visited",
            Self::Task => "contacted",
        }
    }
}

words! {
    /// Who is addressed.
    AudienceType {
        /// `consumer`.
        Consumer = "consumer",
        /// `business`.
        Business = "business",
        /// `mixed`.
        Mixed = "mixed",
    }
}

words! {
    /// What the people already are to the seller.
    Relationship {
        /// `prospect`.
        Prospect = "prospect",
        /// `inquirer`.
        Inquirer = "inquirer",
        /// `trial`.
        Trial = "trial",
        /// `customer`.
        Customer = "customer",
        /// `lapsed`.
        Lapsed = "lapsed",
    }
}

words! {
    /// What the people decide.
    BuyingRole {
        /// `technical`.
        Technical = "technical",
        /// `user`.
        User = "user",
        /// `buyer`.
        Buyer = "buyer",
        /// `owner`.
        Owner = "owner",
        /// `finance`.
        Finance = "finance",
    }
}

words! {
    /// Where the contacts come from.
    SourceKind {
        /// `form`.
        Form = "form",
        /// `purchase`.
        Purchase = "purchase",
        /// `referral`.
        Referral = "referral",
        /// `event`.
        Event = "event",
        /// `social_signal`.
        SocialSignal = "social_signal",
        /// `purchased_list`.
        PurchasedList = "purchased_list",
        /// `scraped`.
        Scraped = "scraped",
        /// `public_directory`.
        PublicDirectory = "public_directory",
        /// `import`.
        Import = "import",
    }
}

words! {
    /// What the people have agreed to.
    ConsentKind {
        /// `none`.
        None = "none",
        /// `implied`.
        Implied = "implied",
        /// `legitimate_interest`.
        LegitimateInterest = "legitimate_interest",
        /// `express`.
        Express = "express",
        /// `express_written`.
        ExpressWritten = "express_written",
        /// `double_opt_in`.
        DoubleOptIn = "double_opt_in",
    }
}

words! {
    /// What the sender does in the firm.
    SenderRole {
        /// `sales`.
        Sales = "sales",
        /// `support`.
        Support = "support",
        /// `success`.
        Success = "success",
        /// `billing`.
        Billing = "billing",
        /// `system`.
        System = "system",
    }
}

words! {
    /// Who or what speaks.
    Voice {
        /// `human`.
        Human = "human",
        /// `prerecorded`.
        Prerecorded = "prerecorded",
        /// `ai`.
        Ai = "ai",
    }
}

words! {
    /// What a defect does.
    Harm {
        /// `data_loss`.
        DataLoss = "data_loss",
        /// `security`.
        Security = "security",
        /// `safety`.
        Safety = "safety",
        /// `billing`.
        Billing = "billing",
        /// `outage`.
        Outage = "outage",
        /// `minor`.
        Minor = "minor",
    }
}

words! {
    /// Whether a defect is still there.
    AdvisoryStatus {
        /// `open`.
        Open = "open",
        /// `fixed`.
        Fixed = "fixed",
        /// `withdrawn`.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// What comes back when a buyer leaves.
    RefundKind {
        /// `full`.
        Full = "full",
        /// `prorated`.
        Prorated = "prorated",
        /// `none`.
        None = "none",
    }
}

words! {
    /// To whom an offer is open.
    OfferFor {
        /// `new_customers`.
        NewCustomers = "new_customers",
        /// `existing_customers`.
        ExistingCustomers = "existing_customers",
        /// `everyone`.
        Everyone = "everyone",
    }
}

words! {
    /// What choosing a button of a prompt does.
    ChoiceAction {
        /// `purchase`.
        Purchase = "purchase",
        /// `snooze`.
        Snooze = "snooze",
        /// `decline`.
        Decline = "decline",
        /// `decline_forever`.
        DeclineForever = "decline_forever",
        /// `close`.
        Close = "close",
        /// `learn_more`.
        LearnMore = "learn_more",
    }
}

words! {
    /// How a message lets people say no.
    OptOutMethod {
        /// `reply`.
        Reply = "reply",
        /// `link`.
        Link = "link",
        /// `one_click`.
        OneClick = "one_click",
        /// `spoken`.
        Spoken = "spoken",
        /// `button`.
        Button = "button",
        /// `none`.
        None = "none",
    }
}

words! {
    /// Whose list it is.
    SuppressionKind {
        /// The seller's own do-not-contact list.
        Internal = "internal",
        /// A public registry.
        Registry = "registry",
    }
}

words! {
    /// How a recipient's zone is known.
    ZoneFrom {
        /// `address`.
        Address = "address",
        /// `account`.
        Account = "account",
        /// `device`.
        Device = "device",
        /// `phone_prefix`.
        PhonePrefix = "phone_prefix",
        /// `unknown`.
        Unknown = "unknown",
    }
}

words! {
    /// What happens to a contact whose day or moment is closed.
    IfClosed {
        /// It moves to the next open day.
        Shift = "shift",
        /// It is left out.
        Skip = "skip",
        /// It is made all the same.
        Send = "send",
    }
}

words! {
    /// How far a `stop` reaches.
    StopScope {
        /// `seller`.
        Seller = "seller",
        /// `campaign`.
        Campaign = "campaign",
        /// `channel`.
        Channel = "channel",
        /// `sender`.
        Sender = "sender",
        /// `number`.
        Number = "number",
    }
}

words! {
    /// What a person can answer, in words or by what they do.
    Answer {
        /// `opt_out`.
        OptOut = "opt_out",
        /// `not_interested`.
        NotInterested = "not_interested",
        /// `not_now`.
        NotNow = "not_now",
        /// `complaint`.
        Complaint = "complaint",
        /// `wrong_person`.
        WrongPerson = "wrong_person",
        /// `no_answer`.
        NoAnswer = "no_answer",
        /// `dismissed`.
        Dismissed = "dismissed",
        /// `replied`.
        Replied = "replied",
        /// `purchased`.
        Purchased = "purchased",
        /// `bounced`.
        Bounced = "bounced",
    }
}

words! {
    /// What period a price is for.
    Per {
        /// `day`.
        Day = "day",
        /// `week`.
        Week = "week",
        /// `month`.
        Month = "month",
        /// `quarter`.
        Quarter = "quarter",
        /// `year`.
        Year = "year",
    }
}

words! {
    /// How a buyer reaches support.
    SupportChannel {
        /// `phone`.
        Phone = "phone",
        /// `email`.
        Email = "email",
        /// `chat`.
        Chat = "chat",
        /// `forum`.
        Forum = "forum",
        /// `web`.
        Web = "web",
        /// `post`.
        Post = "post",
        /// `visit`.
        Visit = "visit",
    }
}

words! {
    /// How numbers are dialled.
    Dialer {
        /// By hand.
        Manual = "manual",
        /// One by one, after the caller has looked.
        Preview = "preview",
        /// By a machine, one line a free caller.
        Progressive = "progressive",
        /// By a machine, more lines than free callers.
        Predictive = "predictive",
        /// By a machine, no caller waiting.
        Automatic = "automatic",
    }
}
