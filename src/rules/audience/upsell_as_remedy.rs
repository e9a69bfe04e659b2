use crate::project::{Language, Project};
use crate::rules::wording::{Asked, at_words, not_understood, replies};
use crate::rules::{Findings, Rule, about, rule};

rule! {
    /// The only way out of a problem that a reply knows is to buy again.
    UpsellAsRemedy, "upsell-as-remedy", "audience", Error
}

impl Rule for UpsellAsRemedy {
    about!();

    fn check_project(&self, project: &Project, findings: &mut Findings<'_>) {
        for reading in replies(project) {
            let Some(reply_to) = reading.message.value.reply_to.at() else {
                continue;
            };
            // Who asks where to buy is told where to buy.
            if Asked::from_name(&reply_to.value) == Asked::Offer {
                continue;
            }
            if reading.language != Language::Understood {
                if let Some(finding) =
                    not_understood(&reading, findings, "offers any help but to buy again")
                {
                    findings.push(finding);
                }
                continue;
            }
            let Some(words) = reading.text.sells_as_remedy() else {
                continue;
            };
            let finding = at_words(project, findings, &reading, words, "the only way out that is offered")
                .because(format!(
                    "a reply to `{}` knows one way out, which is to buy again",
                    reply_to.value
                ))
                .see(project.value(reply_to.place).site.label("what it answers"))
                .help("Whoever has paid already and asks for help is sent to the till. Offer what the person has a right to, and say how to reach somebody:\n  \
Here is a fresh key at no cost. If it does not work, answer this mail, and we will set it up together.");
            findings.push(finding);
        }
    }
}
