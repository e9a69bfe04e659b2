//! Reads the files of a run, in parallel, and makes the project of them.

use super::Profile;
use super::config::{ConfigFile, LimitsInForce};
use super::discover::{self, Found, Named};
use super::{
    BodyFile, Config, File, Index, Nodes, Project, Section, Standing, Walk, own_holidays, waivers,
};
use crate::calendar::Day;
use crate::diagnostics::Site;
use crate::holidays::Pack as Calendar;
use crate::law::Pack;
use crate::lexicon;
use crate::model::{Cadence, Campaign, Message, Ref, Sections};
use crate::source::{ReadError, SourceFile, Span};
use crate::spread::spread;
use crate::yaml::{self, Field, Kind, NodeId, Place, Problem, ProblemKind};
use globset::{Glob, GlobSet, GlobSetBuilder};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What to check.
#[derive(Clone, Debug)]
pub struct Request {
    /// The folder that relative paths are relative to.
    pub cwd: PathBuf,
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// Bytes that are checked as if they stood in this file.
    pub standard_input: Option<(PathBuf, Vec<u8>)>,
    /// Where the settings come from.
    pub settings: Settings,
    /// The day of the check.
    pub today: Day,
    /// The profile that the command line asks for.
    pub profile: Option<Profile>,
}

/// Where the settings of a run come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settings {
    /// For each file the nearest `courtesy.yaml` above it.
    Nearest,
    /// One file for all.
    File(PathBuf),
    /// The defaults for all.
    Defaults,
}

/// An error of the system, in words and without its number.
pub(super) fn in_words(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error")
        .next()
        .unwrap_or(&text)
        .to_lowercase()
}

/// Texts that stand for files, by absolute path: what an editor has not saved yet, fixes that are being tried.
pub type Texts = BTreeMap<PathBuf, String>;

/// Reads everything that the request names.
pub fn load(request: &Request) -> Project {
    load_with(request, &Texts::new())
}

/// Reads everything that the request names, with some texts in the place of the files and of standard input.
pub fn load_with(request: &Request, texts: &Texts) -> Project {
    let Found {
        files,
        unreadable,
        notes,
        some_alone,
    } = discover::discover(
        &request.cwd,
        &request.paths,
        request
            .standard_input
            .as_ref()
            .map(|(path, _)| path.as_path()),
    );
    let mut project = Project {
        today: request.today,
        notes,
        some_alone,
        ..Project::default()
    };

    let mut configs = Configs::new(request, texts);
    let mut wanted: Vec<(PathBuf, Named, Option<usize>)> = Vec::new();
    // What an editor has not saved for the first time lies in a folder that was named all the same.
    let unsaved = texts
        .keys()
        .filter(|path| discover::takes_part(path) && !files.contains_key(*path) && !path.exists())
        .filter(|path| request.paths.iter().any(|it| path.starts_with(it)))
        .map(|path| (path.clone(), Named::InFolder))
        .collect::<Vec<_>>();
    for (path, named) in files.into_iter().chain(unsaved) {
        let config = configs.of(&path);
        match configs.takes_part(config, &path) {
            true => wanted.push((path, named, config)),
            false if named == Named::Itself => {
                let shown = discover::shown(&request.cwd, &path);
                project.notes.push(format!(
                    "{shown} was not checked: courtesy.yaml leaves it out"
                ));
            }
            false => {}
        }
    }

    let read = spread(wanted, |(path, named, config)| {
        read(&request.cwd, texts, &path, named, config)
    });
    let mut files: Vec<File> = read.into_iter().flatten().collect();
    if let Some((path, bytes)) = &request.standard_input {
        let path = discover::absolute(&request.cwd, path);
        files.retain(|file| file.path != path);
        let config = configs.of(&path);
        let shown = discover::shown(&request.cwd, &path);
        let bytes = match texts.get(&path) {
            Some(text) => text.clone().into_bytes(),
            None => bytes.clone(),
        };
        files.extend(match crate::source::from_bytes(&*shown, bytes) {
            Ok(source) => parse(path, source, Named::Itself, config),
            Err(error) => {
                let source = SourceFile::new(shown, "");
                let reason = error.to_string();
                Some(broken(path, source, Named::Itself, config, &reason))
            }
        });
    }
    for (path, reason) in unreadable {
        let source = SourceFile::new(discover::shown(&request.cwd, &path), "");
        files.push(broken(path, source, Named::Itself, None, &reason));
    }
    files.sort_by(|a, b| a.source.path.cmp(&b.source.path));

    for file in &files {
        if file.standing == Standing::NotOurs {
            project
                .notes
                .push(format!("{} holds no Courtesy definition", file.source.path));
        }
    }
    files.retain(|file| file.standing != Standing::NotOurs);
    files.shrink_to_fit();
    let settings = files.len() as u32;
    project.profile = request.profile;
    project.defaults = Arc::new(LimitsInForce::of(request.profile.unwrap_or_default()));
    project.configs = configs.into_configs(settings);
    number(&mut files, texts);
    project.index = Index::of(&files);
    project.files = files;
    project
}

/// Every place of a file carries the file's number, which is known only now.
fn number(files: &mut [File], texts: &Texts) {
    spread(files.iter_mut().enumerate().collect(), |(number, file)| {
        file.problems.clear();
        let mut problems = std::mem::take(&mut file.syntax);
        let text = Arc::clone(&file.source);
        file.documents = decode_all(&file.tree, &text.text, number as u32, &mut problems);
        file.documents.shrink_to_fit();
        file.walk = Walk::through(&file.documents);
        file.traps = traps(&file.tree, &text.text);
        file.problems = problems;
        read_bodies(file, texts);
        // What has something to report already will be asked where.
        if file.problems.is_empty() && file.traps.is_empty() && file.waivers.is_empty() {
            file.tree.let_go();
        }
    });
}

/// Reads one file; nothing if a walk found it and it is none of ours.
fn read(
    cwd: &Path,
    texts: &Texts,
    path: &Path,
    named: Named,
    config: Option<usize>,
) -> Option<File> {
    let shown = discover::shown(cwd, path);
    match text_of(texts, path, &shown) {
        Ok(source) => parse(path.to_owned(), source, named, config),
        Err(error) => {
            let source = SourceFile::new(shown, "");
            Some(broken(
                path.to_owned(),
                source,
                named,
                config,
                &error.to_string(),
            ))
        }
    }
}

/// The text of a file, or the one that stands for it.
fn text_of(texts: &Texts, path: &Path, shown: &str) -> Result<Arc<SourceFile>, ReadError> {
    match texts.get(path) {
        Some(text) => crate::source::from_bytes(shown, text.clone().into_bytes()),
        None => crate::source::read_as(path, shown),
    }
}

fn broken(
    path: PathBuf,
    source: Arc<SourceFile>,
    named: Named,
    config: Option<usize>,
    reason: &str,
) -> File {
    let problem = Problem {
        kind: ProblemKind::Syntax,
        span: Span::default(),
        node: NodeId::default(),
        message: format!("{} cannot be read: {reason}", source.path),
        help: None,
        related: None,
        instead: None,
    };
    File {
        path,
        tree: Nodes::new(&source, yaml::Tree::default()),
        source,
        traps: Vec::new(),
        documents: Vec::new(),
        walk: Walk::default(),
        syntax: vec![problem],
        problems: Vec::new(),
        bodies: FxHashMap::default(),
        waivers: Vec::new(),
        config,
        selected: named != Named::Context,
        standing: Standing::Unreadable,
    }
}

/// Whether a line of the text begins as a section does; asked of texts that are too broken to say so themselves.
fn looks_like_ours(text: &str) -> bool {
    text.lines().any(|line| {
        let key = line.trim_start().trim_start_matches(['"', '\'', '{']);
        Section::ALL.iter().any(|section| {
            key.strip_prefix(section.key())
                .is_some_and(|rest| rest.trim_start_matches(['"', '\'', ' ']).starts_with(':'))
        })
    })
}

fn parse(
    path: PathBuf,
    source: Arc<SourceFile>,
    named: Named,
    config: Option<usize>,
) -> Option<File> {
    let mentions_a_section = Section::ALL
        .iter()
        .any(|section| source.text.contains(section.key()));
    if !mentions_a_section && named != Named::Itself {
        return None;
    }
    let (tree, problems) = yaml::parse(&source.text);
    let ours = tree
        .documents()
        .iter()
        .any(|root| is_ours(&tree, &source.text, *root))
        || (!problems.is_empty() && looks_like_ours(&source.text));
    let broken = !problems.is_empty();
    let standing = match (ours, named) {
        (true, _) => Standing::Ours,
        (false, Named::Itself) if broken => Standing::Unreadable,
        (false, Named::Itself) => Standing::NotOurs,
        (false, _) => return None,
    };
    let waivers = waivers::waivers(&tree, &source.text);
    Some(File {
        path,
        tree: Nodes::new(&source, tree),
        source,
        traps: Vec::new(),
        documents: Vec::new(),
        walk: Walk::default(),
        syntax: problems,
        problems: Vec::new(),
        bodies: FxHashMap::default(),
        waivers,
        config,
        selected: named != Named::Context,
        standing,
    })
}

/// Whether a document has a section.
pub(super) fn is_ours(tree: &yaml::Tree, text: &str, root: NodeId) -> bool {
    tree.entries(text, root).iter().any(|(key, _)| {
        Section::ALL
            .iter()
            .any(|section| section.key() == tree.text(text, *key))
    })
}

fn decode_all(
    tree: &yaml::Tree,
    text: &str,
    file: u32,
    problems: &mut Vec<Problem>,
) -> Vec<Sections> {
    tree.documents()
        .iter()
        .filter(|root| is_ours(tree, text, **root))
        .filter_map(|root| yaml::decode::<Sections>(tree, text, file, *root, problems))
        .collect()
}

/// The scalars that are text to us and something else to other readers, in the order of the text. What stands
/// under `x-` is the user's own; what an alias leads to is looked at where it stands.
fn traps(tree: &yaml::Tree, text: &str) -> Vec<NodeId> {
    let roots = tree.documents().iter().copied();
    let mut open: Vec<NodeId> = roots.filter(|root| is_ours(tree, text, *root)).collect();
    let mut traps = Vec::new();
    while let Some(node) = open.pop() {
        if tree.is_alias(node) {
            continue;
        }
        match tree.kind(node) {
            Kind::Mapping => {
                let entries = tree.raw_entries(node);
                let read = entries.filter(|(key, _)| !tree.text(text, *key).starts_with("x-"));
                open.extend(read.map(|(_, value)| value));
            }
            Kind::Sequence => open.extend(tree.items(node)),
            Kind::Scalar
                if tree.is_plain(node) && yaml::old_meaning(tree.text(text, node)).is_some() =>
            {
                traps.push(node);
            }
            _ => {}
        }
    }
    traps.sort_unstable();
    traps
}

/// Reads the files that messages name as their text.
fn read_bodies(file: &mut File, texts: &Texts) {
    let mut names: Vec<(Place, String)> = Vec::new();
    for sections in &file.documents {
        for (_, message) in sections.messages.iter() {
            if let Field::Given(message) = message {
                body_file_of(&message.value, &mut names);
            }
        }
        for (_, cadence) in sections.cadences.iter() {
            if let Field::Given(cadence) = cadence {
                bodies_of_cadence(&cadence.value, &mut names);
            }
        }
        for (_, campaign) in sections.campaigns.iter() {
            if let Field::Given(campaign) = campaign {
                bodies_of_campaign(&campaign.value, &mut names);
            }
        }
    }
    let folder = file.path.parent().unwrap_or(Path::new("/")).to_owned();
    let shown_folder = file
        .source
        .path
        .rsplit_once('/')
        .map_or("", |(folder, _)| folder);
    for (place, name) in names {
        let body = read_body(texts, &folder, shown_folder, &name);
        file.bodies.insert(place, body);
    }
}

fn read_body(texts: &Texts, folder: &Path, shown_folder: &str, name: &str) -> BodyFile {
    let path = discover::absolute(folder, Path::new(name));
    let shown = if shown_folder.is_empty() {
        name.to_owned()
    } else {
        format!("{shown_folder}/{name}")
    };
    // The text of a message lies in the project; a link or `..` that leads out of it is not followed.
    let root = discover::root_of(folder).unwrap_or_else(|| folder.to_owned());
    let inside = |path: &Path, root: &Path| path.starts_with(root);
    let real = path
        .canonicalize()
        .and_then(|real| Ok((real, root.canonicalize()?)));
    match real {
        Ok((real, real_root)) if !inside(&real, &real_root) => Err(format!(
            "{shown} lies outside the project, and was not read"
        )),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(format!("there is no file {shown}"))
        }
        Err(error) => Err(format!("{shown} cannot be read: {}", in_words(&error))),
        Ok(_) => text_of(texts, &path, &shown)
            .map_err(|error| format!("{shown} cannot be read: {error}")),
    }
}

fn body_file_of(message: &Message, names: &mut Vec<(Place, String)>) {
    if let Field::Given(file) = &message.body_file {
        names.push((file.place, file.value.clone()));
    }
}

fn bodies_of_cadence(cadence: &Cadence, names: &mut Vec<(Place, String)>) {
    for step in &cadence.steps {
        if let Some(Ref::Inline(message)) = step.value.message.value() {
            body_file_of(message, names);
        }
    }
}

fn bodies_of_campaign(campaign: &Campaign, names: &mut Vec<(Place, String)>) {
    if let Some(Ref::Inline(cadence)) = campaign.cadence.value() {
        bodies_of_cadence(cadence, names);
    }
}

/// The settings files that a run has met.
struct Configs<'r> {
    request: &'r Request,
    texts: &'r Texts,
    by_folder: FxHashMap<PathBuf, Option<usize>>,
    read: Vec<Read>,
}

/// A settings file as read.
struct Read {
    path: PathBuf,
    source: Arc<SourceFile>,
    tree: yaml::Tree,
    problems: Vec<Problem>,
    include: Option<GlobSet>,
    exclude: GlobSet,
    overrides: Vec<GlobSet>,
}

impl<'r> Configs<'r> {
    fn new(request: &'r Request, texts: &'r Texts) -> Self {
        Self {
            request,
            texts,
            by_folder: FxHashMap::default(),
            read: Vec::new(),
        }
    }

    /// The number of the settings file that holds for a file.
    fn of(&mut self, file: &Path) -> Option<usize> {
        match &self.request.settings {
            Settings::Defaults => None,
            Settings::File(path) => {
                let path = discover::absolute(&self.request.cwd, path);
                Some(self.number(path))
            }
            Settings::Nearest => {
                let folder = file.parent()?.to_owned();
                if let Some(known) = self.by_folder.get(&folder) {
                    return *known;
                }
                let nearest = discover::configs_above(&folder).into_iter().next();
                let number = nearest.map(|path| self.number(path));
                self.by_folder.insert(folder, number);
                number
            }
        }
    }

    fn number(&mut self, path: PathBuf) -> usize {
        if let Some(known) = self.read.iter().position(|read| read.path == path) {
            return known;
        }
        self.read
            .push(Self::open(&self.request.cwd, self.texts, path));
        self.read.len() - 1
    }

    fn open(cwd: &Path, texts: &Texts, path: PathBuf) -> Read {
        let shown = discover::shown(cwd, &path);
        let (source, tree, mut problems) = match text_of(texts, &path, &shown) {
            Ok(source) => {
                let (tree, problems) = yaml::parse(&source.text);
                (source, tree, problems)
            }
            Err(error) => {
                let problem = Problem {
                    kind: ProblemKind::Syntax,
                    span: Span::default(),
                    node: NodeId::default(),
                    message: format!("{shown} cannot be read: {error}"),
                    help: None,
                    related: None,
                    instead: None,
                };
                (
                    SourceFile::new(shown, ""),
                    yaml::Tree::default(),
                    vec![problem],
                )
            }
        };
        // Decoded once more when its number is known; here only the globs are wanted.
        let written = decode_config(&tree, &source.text, 0, &mut Vec::new());
        let mut globs = |list: &yaml::List<String>| {
            let mut set = GlobSetBuilder::new();
            for pattern in list {
                let text = pattern.value.trim_start_matches("./").trim_end_matches('/');
                // A folder stands for all that is in it.
                match (Glob::new(text), Glob::new(&format!("{text}/**"))) {
                    (Ok(glob), Ok(within)) => {
                        set.add(glob);
                        set.add(within);
                    }
                    (Err(error), _) | (_, Err(error)) => problems.push(Problem {
                        kind: ProblemKind::InvalidValue,
                        span: tree.span(pattern.place.node),
                        node: pattern.place.node,
                        message: format!("`{}` is not a glob: {}", pattern.value, error.kind()),
                        help: Some("write it as campaigns/** or *.yaml".to_owned()),
                        related: None,
                        instead: None,
                    }),
                }
            }
            set.build().unwrap_or_else(|_| GlobSet::empty())
        };
        let include = written.include.is_given().then(|| globs(&written.include));
        let exclude = globs(&written.exclude);
        let overrides = written.overrides.iter();
        let overrides = overrides.map(|it| globs(&it.value.files)).collect();
        Read {
            path,
            source,
            tree,
            problems,
            include,
            exclude,
            overrides,
        }
    }

    /// Whether the settings let a file take part.
    fn takes_part(&self, config: Option<usize>, path: &Path) -> bool {
        let Some(read) = config.map(|number| &self.read[number]) else {
            return true;
        };
        let folder = read.path.parent().unwrap_or(Path::new("/"));
        let Ok(relative) = path.strip_prefix(folder) else {
            return true;
        };
        read.include
            .as_ref()
            .is_none_or(|globs| globs.is_match(relative))
            && !read.exclude.is_match(relative)
    }

    /// The settings, numbered on from the files.
    fn into_configs(self, first: u32) -> Vec<Config> {
        let read = self.read.into_iter().enumerate();
        read.map(|(position, read)| {
            let number = first + position as u32;
            let mut problems = read.problems;
            let written = decode_config(&read.tree, &read.source.text, number, &mut problems);
            let profile = self.request.profile.or(written.profile.value().copied());
            let limits = LimitsInForce::of(profile.unwrap_or_default());
            let limits = match written.limits.value() {
                Some(written) => limits.replaced_by(written),
                None => limits,
            };
            let holidays = own_holidays::overrides(&written, &read.source, &read.tree);
            let mut config = Config {
                folder: read.path.parent().unwrap_or(Path::new("/")).to_owned(),
                overrides: read.overrides,
                source: read.source,
                tree: read.tree,
                written,
                limits: Arc::new(limits),
                holidays,
                problems,
                packs: Vec::new(),
                lexicons: Vec::new(),
                pack_problems: Vec::new(),
            };
            read_packs(self.texts, &mut config);
            config
        })
        .collect()
    }
}

/// Reads the law, the holidays and the words of the user's own that the settings name. Whatever cannot be read ends the
/// run: law that is not looked at must not look like a pass.
fn read_packs(texts: &Texts, config: &mut Config) {
    let shown_folder = config.source.path.rsplit_once('/');
    let shown_folder = shown_folder.map_or("", |(folder, _)| folder);
    let mut words = Vec::new();
    let mut calendars = Vec::new();
    let mut named: Vec<&str> = Vec::new();
    for name in &config.written.packs {
        // Named twice, a file counts once.
        if named.contains(&name.value.as_str()) {
            continue;
        }
        named.push(&name.value);
        let mut refuse = |message: String, help: &str| {
            config.problems.push(Problem {
                kind: ProblemKind::InvalidValue,
                span: config.tree.span(name.place.node),
                node: name.place.node,
                message,
                help: Some(help.to_owned()),
                related: None,
                instead: None,
            });
        };
        match read_body(texts, &config.folder, shown_folder, &name.value) {
            Err(error) => refuse(
                error,
                "write the path of a file from the folder of courtesy.yaml, such as rules/our-law.yaml",
            ),
            Ok(source) if begins(&source.text, "language:") => words.push(source),
            Ok(source) if begins(&source.text, "country:") => {
                let (calendar, problems) = Calendar::read_own(&source);
                let same = |it: &&Arc<Calendar>| it.country() == calendar.country();
                if let Some(other) = calendars.iter().find(same).and_then(|it| it.reason()) {
                    let message = format!(
                        "there are two calendars of {}: {} and {}",
                        calendar.country(),
                        other.1.path,
                        source.path
                    );
                    refuse(message, "put their days into one file");
                }
                calendars.push(Arc::new(calendar));
                let problems = problems.into_iter();
                config.pack_problems.extend(problems.map(|it| {
                    let problem = Problem {
                        kind: ProblemKind::InvalidValue,
                        span: it.span,
                        node: NodeId::default(),
                        message: it.message,
                        help: None,
                        related: None,
                        instead: None,
                    };
                    (Arc::clone(&source), problem)
                }));
            }
            Ok(source) if !begins(&source.text, "jurisdiction:") => refuse(
                format!(
                    "{} is no file of law, holidays or words: it says neither its `jurisdiction` nor its `country` nor its `language`",
                    source.path
                ),
                "rules/README.md of the project describes such files",
            ),
            Ok(source) => {
                let (packs, problems) = Pack::read_own(&source);
                config.packs.extend(packs);
                let problems = problems.into_iter();
                config
                    .pack_problems
                    .extend(problems.map(|problem| (Arc::clone(&source), problem)));
            }
        }
    }
    config.pack_problems.extend(said_twice(&config.packs));
    let (lexicons, problems) = lexicon::read_own(&words);
    config.lexicons = lexicons;
    config.holidays = std::mem::take(&mut config.holidays).with_packs(calendars);
    config.pack_problems.extend(problems);
}

/// Provisions that stand in the packs of one run twice: which of the two is the user's own reading
/// nobody can know.
fn said_twice(packs: &[Pack]) -> Vec<(Arc<SourceFile>, Problem)> {
    let mut seen: BTreeMap<&str, &Site> = BTreeMap::new();
    let mut found = Vec::new();
    for provision in packs.iter().flat_map(|pack| &pack.provisions) {
        let site = &provision.site;
        let Some(first) = seen.get(provision.id.as_str()) else {
            seen.insert(&provision.id, site);
            continue;
        };
        let line = first.source.position(first.span.start).line;
        let problem = Problem {
            kind: ProblemKind::InvalidValue,
            span: site.span,
            node: NodeId::default(),
            message: format!(
                "`{}` stands in {}:{line} too; keep one of the two",
                provision.id, first.source.path
            ),
            help: None,
            related: None,
            instead: None,
        };
        found.push((Arc::clone(&site.source), problem));
    }
    found
}

/// Whether a text has a key on a line of its own: what the text is meant as, be it broken or not.
fn begins(text: &str, key: &str) -> bool {
    text.lines().any(|line| line.starts_with(key))
}

/// The settings that hold for a file or folder, there or not; none if the defaults do.
pub fn settings_for(request: &Request, path: &Path) -> Option<Config> {
    let path = discover::absolute(&request.cwd, path);
    // A folder's own settings hold for what is in it.
    let file = if path.is_dir() {
        path.join("it.yaml")
    } else {
        path
    };
    let texts = Texts::new();
    let mut configs = Configs::new(request, &texts);
    let number = configs.of(&file)?;
    configs.into_configs(0).into_iter().nth(number)
}

fn decode_config(
    tree: &yaml::Tree,
    text: &str,
    file: u32,
    problems: &mut Vec<Problem>,
) -> ConfigFile {
    let root = tree.documents().first();
    root.and_then(|root| yaml::decode(tree, text, file, *root, problems))
        .unwrap_or_default()
}
