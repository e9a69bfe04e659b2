//! All files of a run: their definitions, their ids, their settings.

mod baseline;
mod config;
mod discover;
mod index;
mod levels;
mod load;
mod nodes;
mod overlap;
mod own_holidays;
mod reading;
mod view;
mod waivers;
mod walk;

pub use baseline::{Baseline, Compared, Ran};
pub use config::{CONFIG_NAME, ConfigFile, Level, Limit, LimitsInForce, Override, Seller};
pub use index::{Def, Definition, Duplicate, Index, Section};
pub use levels::Profile;
pub use load::{Request, Settings, Texts, load, load_with, settings_for};
pub use nodes::Nodes;
pub use overlap::{Sharing, leaves_out};
pub use own_holidays::{ExtraHoliday, KnownHoliday};
pub use reading::{Language, Reading, words_at};
pub use view::{CampaignView, MessageText, StepView, Window, message_text};
pub use waivers::{Allowance, Cover, Misread, Name, Unused, Waived, Waiver, can_be_set_aside};
pub use walk::{Absent, Contradiction, Reference, Walk};

use crate::calendar::Day;
use crate::diagnostics::Site;
use crate::holidays::{AS_BUILT_IN, Overrides};
use crate::law::Pack;
use crate::lexicon::Lexicon;
use crate::model::{Channel, Ref, Sections};
use crate::source::SourceFile;
use crate::yaml::{NodeId, Place, Problem, ProblemKind, Tree};
use globset::GlobSet;
use rustc_hash::FxHashMap;
use std::path::PathBuf;
use std::sync::Arc;

/// The text of a message that stands in a file of its own, or why it could not be read.
pub type BodyFile = Result<Arc<SourceFile>, String>;

/// What a file turned out to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It holds definitions.
    Ours,
    /// It holds none.
    NotOurs,
    /// It cannot be read, or is too broken to tell.
    Unreadable,
}

/// One file of definitions.
#[derive(Debug)]
pub struct File {
    /// Its absolute path.
    pub path: PathBuf,
    /// Its text.
    pub source: Arc<SourceFile>,
    /// Its nodes.
    pub tree: Nodes,
    /// Its scalars that other YAML tools read differently; see [`crate::yaml::old_meaning`].
    pub traps: Vec<NodeId>,
    /// Its documents that hold sections.
    pub documents: Vec<Sections>,
    /// References, absent fields and contradictions in them.
    pub walk: Walk,
    /// What is wrong with the text as YAML and as definitions.
    pub problems: Vec<Problem>,
    /// What the parser said, until the documents are decoded.
    syntax: Vec<Problem>,
    /// The texts of messages that stand in files of their own, by the node that names the file.
    pub bodies: FxHashMap<Place, BodyFile>,
    /// The comments in it that are meant as waivers.
    pub waivers: Vec<Waiver>,
    /// The number of its settings.
    pub config: Option<usize>,
    /// Whether findings in it are reported; a file outside the named paths is read for its definitions alone.
    pub selected: bool,
    /// What it turned out to be.
    pub standing: Standing,
}

/// One settings file.
#[derive(Debug)]
pub struct Config {
    /// Its text.
    pub source: Arc<SourceFile>,
    /// Its nodes.
    pub tree: Tree,
    /// What is written.
    pub written: ConfigFile,
    /// The absolute path of the folder that it stands in.
    pub folder: PathBuf,
    /// The files of each of its overrides.
    overrides: Vec<GlobSet>,
    /// The limits that it sets, defaults included.
    pub limits: LimitsInForce,
    /// What it says of holidays.
    pub holidays: Overrides,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// The law of the user's own that it names.
    pub packs: Vec<Pack>,
    /// The languages in which the user has words of their own.
    pub lexicons: Vec<Lexicon>,
    /// What is wrong with the files of that law and of these words.
    pub pack_problems: Vec<(Arc<SourceFile>, Problem)>,
}

/// All files of a run.
#[derive(Debug)]
pub struct Project {
    /// The files, by path.
    pub files: Vec<File>,
    /// The settings files that hold for them.
    pub configs: Vec<Config>,
    /// Their ids.
    pub index: Index,
    /// The day of the check.
    pub today: Day,
    /// What the user should know although it is no finding.
    pub notes: Vec<String>,
    /// Whether a file that was named belongs to no project, so that its neighbours were not read.
    pub some_alone: bool,
    /// What the command line says of the profile.
    profile: Option<Profile>,
    defaults: LimitsInForce,
}

impl Default for Project {
    fn default() -> Self {
        Self {
            files: Vec::new(),
            configs: Vec::new(),
            index: Index::default(),
            today: Day(0),
            notes: Vec::new(),
            some_alone: false,
            profile: None,
            defaults: LimitsInForce::default(),
        }
    }
}

/// A place and the pointer to its node.
#[derive(Clone, Debug)]
pub struct Spot {
    /// Where.
    pub site: Site,
    /// JSON pointer of the node.
    pub pointer: String,
}

impl File {
    /// The roots of its documents that hold sections; what another program's documents say is none of our business.
    pub fn roots(&self) -> impl Iterator<Item = NodeId> {
        let roots = self.tree.documents().iter().copied();
        roots.filter(|root| load::is_ours(&self.tree, &self.source.text, *root))
    }
}

impl Project {
    /// The readable definition with an id.
    pub fn get<T: Definition>(&self, id: &str) -> Option<Def<'_, T>> {
        self.index.get(&self.files, id)
    }

    /// Every readable definition of a kind, in the order of files and text.
    pub fn all<T: Definition + 'static>(&self) -> impl Iterator<Item = Def<'_, T>> {
        index::all(&self.files)
    }

    /// What a reference leads to, if it can be read.
    pub fn resolve<'p, T: Definition>(
        &'p self,
        at: &'p crate::yaml::At<Ref<T>>,
    ) -> Option<Def<'p, T>> {
        match &at.value {
            Ref::Id(id) => self.get(id),
            Ref::Inline(value) => Some(Def {
                id: None,
                value,
                place: at.place,
            }),
        }
    }

    fn text_of(&self, file: u32) -> (&Arc<SourceFile>, &Tree) {
        let number = file as usize;
        if let Some(file) = self.files.get(number) {
            (&file.source, &file.tree)
        } else {
            let config = &self.configs[number - self.files.len()];
            (&config.source, &config.tree)
        }
    }

    /// A value.
    pub fn value(&self, place: Place) -> Spot {
        let (source, tree) = self.text_of(place.file);
        Spot {
            site: Site::new(source, tree.span(place.node)),
            pointer: tree.pointer(&source.text, place.node),
        }
    }

    /// The key whose value stands at a place; the value itself if it has none. The place for what is missing in it.
    pub fn key(&self, place: Place) -> Spot {
        let (source, tree) = self.text_of(place.file);
        let span = tree
            .key_span(place.node)
            .unwrap_or_else(|| tree.span(place.node));
        Spot {
            site: Site::new(source, span),
            pointer: tree.pointer(&source.text, place.node),
        }
    }

    /// The file in which a place lies; none if it lies in the settings.
    pub fn file(&self, place: Place) -> Option<&File> {
        self.files.get(place.file as usize)
    }

    /// The settings that hold for a place; none if the defaults do.
    pub fn config(&self, place: Place) -> Option<&Config> {
        self.configs.get(self.file(place)?.config?)
    }

    /// How the language of a tag says things at a place: with the words of its settings, or as it is built in.
    pub fn lexicon(&self, place: Place, tag: &str) -> Option<&Lexicon> {
        let own = self
            .config(place)
            .map_or(&[][..], |config| &config.lexicons);
        let own = own.iter().find(|lexicon| lexicon.is_for(tag));
        own.or_else(|| Lexicon::for_language(tag))
    }

    /// The limits that hold for a place, defaults included.
    pub fn limits(&self, place: Place) -> &LimitsInForce {
        self.config(place)
            .map_or(&self.defaults, |config| &config.limits)
    }

    /// What the settings that hold for a place say of holidays.
    pub fn holidays(&self, place: Place) -> &Overrides {
        self.config(place)
            .map_or(&AS_BUILT_IN, |config| &config.holidays)
    }
}

impl Project {
    /// The settings that hold for the file that a place belongs to.
    pub fn config_of(&self, site: &Site) -> Option<&Config> {
        let (file, _) = self.standing(site)?;
        self.configs.get(self.files[file].config?)
    }

    /// Whether findings at a place are reported.
    pub fn is_selected(&self, site: &Site) -> bool {
        self.standing(site)
            .is_some_and(|(file, _)| self.files[file].selected)
    }
}

impl Config {
    /// Everything that is wrong with the settings; `fault_of` says what is wrong with the name of a rule, if anything.
    pub fn mistakes(&self, fault_of: impl Fn(&str) -> Option<String>) -> Vec<Problem> {
        let mut mistakes = self.problems.clone();
        let mut wrong = |place: Place, message: String, help: &str| {
            mistakes.push(Problem {
                kind: ProblemKind::InvalidValue,
                span: self.tree.span(place.node),
                node: place.node,
                message,
                help: Some(help.to_owned()),
                related: None,
                instead: None,
            });
        };
        let overrides = self.written.overrides.iter();
        let names = overrides.flat_map(|it| it.value.rules.iter());
        for (name, _) in self.written.rules.iter().chain(names) {
            if let Some(fault) = fault_of(&name.value) {
                wrong(name.place, fault, "write the name of a rule or of a family");
            }
        }
        if let Some(version) = self
            .written
            .version
            .at()
            .filter(|version| version.value != 1)
        {
            wrong(
                version.place,
                format!("version {} of the settings is not known", version.value),
                "write `version: 1`",
            );
        }
        let limits = self.written.limits.value();
        if let Some(hours) = limits.and_then(|limits| limits.hours.value()) {
            let lists = Channel::ALL
                .iter()
                .filter_map(|channel| hours.of(*channel)?.at());
            for range in lists.flat_map(|list| &list.value) {
                if range.value.start >= range.value.end {
                    wrong(
                        range.place,
                        format!(
                            "{} ends before it starts, so that it limits nothing",
                            range.value
                        ),
                        "write hours of one day on the 24-hour clock, the earlier first: \"09:00-20:00\"",
                    );
                }
            }
        }
        for it in &self.written.overrides {
            if !it.value.files.is_given() {
                wrong(
                    it.place,
                    "this override names no files".to_owned(),
                    "say for which: {files: [archive/**], rules: {tone: off}}",
                );
            }
        }
        mistakes.extend(own_holidays::mistakes(&self.written, &self.tree));
        mistakes
    }
}
