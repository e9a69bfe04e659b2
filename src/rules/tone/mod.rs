//! How people are spoken to.

mod belittling_reply;

pub use belittling_reply::BelittlingReply;
