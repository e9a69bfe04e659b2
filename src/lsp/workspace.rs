//! The project as the editor shows it: the files on the disk, and over them what is open.

use super::text;
use crate::calendar::Day;
use crate::diagnostics::{Diagnostic, RuleMeta, Severity, put_in_order};
use crate::project::{self, File, Project, Request, Settings, Texts};
use crate::rules::{self, Selection};
use crate::source::SourceFile;
use lsp_types::{InitializeParams, Position, TextDocumentPositionParams, Uri};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Every rule runs, and its findings count as the settings say.
struct BySettings;

impl Selection for BySettings {
    fn runs(&self, _rule: &RuleMeta) -> bool {
        true
    }

    fn severity(&self, project: &Project, finding: &Diagnostic) -> Option<Severity> {
        let usual =
            rules::named(finding.rule).map_or(finding.severity, |rule| rule.meta().severity);
        project.severity(finding, usual)
    }
}

/// What is open and what was found.
#[derive(Debug, Default)]
pub(super) struct Workspace {
    /// The folders that the editor shows.
    roots: Vec<PathBuf>,
    /// The texts of what is open, by path.
    open: Texts,
    /// How the editor names what is open.
    names: BTreeMap<PathBuf, Uri>,
    seen: Option<Seen>,
    /// Whether the editor has been told what was found since the last change.
    pub(super) is_reported: bool,
    /// Files of which findings have been reported, so that they are taken back when they are mended.
    pub(super) reported: BTreeSet<PathBuf>,
}

/// A project and what was found in it.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) project: Project,
    /// In order; those that waivers set aside are left out.
    pub(super) findings: Vec<Diagnostic>,
    /// The folder to which shown paths are relative.
    cwd: PathBuf,
}

/// A place in a file of the project.
pub(super) struct Spot<'s> {
    pub(super) seen: &'s Seen,
    /// The file's number in the project.
    pub(super) number: u32,
    pub(super) file: &'s File,
    pub(super) offset: u32,
}

impl Workspace {
    #[allow(deprecated, reason = "older editors name one root and no folders")]
    pub(super) fn of(parameters: &InitializeParams) -> Self {
        let folders = parameters.workspace_folders.iter().flatten();
        let mut roots: Vec<PathBuf> = folders
            .filter_map(|folder| text::path(&folder.uri))
            .collect();
        if roots.is_empty() {
            roots.extend(parameters.root_uri.as_ref().and_then(text::path));
        }
        let real = |root: PathBuf| root.canonicalize().unwrap_or(root);
        Self {
            roots: roots.into_iter().map(real).collect(),
            ..Self::default()
        }
    }

    /// A text that is open, as it is now.
    pub(super) fn open(&mut self, uri: &Uri, text: String) {
        if let Some(path) = text::path(uri).map(|path| real(&path)) {
            self.names.insert(path.clone(), uri.clone());
            self.open.insert(path, text);
            self.forget();
        }
    }

    pub(super) fn close(&mut self, uri: &Uri) {
        if let Some(path) = text::path(uri).map(|path| real(&path)) {
            self.names.remove(&path);
            self.open.remove(&path);
            self.forget();
        }
    }

    /// What was found no longer holds.
    pub(super) fn forget(&mut self) {
        self.seen = None;
        self.is_reported = false;
    }

    /// Checks the project, unless that has been done since the last change.
    pub(super) fn check(&mut self) -> &Seen {
        let open = &self.open;
        let roots = &self.roots;
        self.seen.get_or_insert_with(|| {
            let outside = open
                .keys()
                .filter(|path| !roots.iter().any(|root| path.starts_with(root)) && path.is_file());
            let paths: Vec<PathBuf> = roots.iter().chain(outside).cloned().collect();
            let cwd = roots.first().map(PathBuf::as_path);
            let cwd = cwd.or_else(|| paths.first().and_then(|path| path.parent()));
            let cwd = cwd.unwrap_or(Path::new("/")).to_owned();
            let request = Request {
                cwd: cwd.clone(),
                paths,
                standard_input: None,
                settings: Settings::Nearest,
                today: Day::today(),
                profile: None,
            };
            let project = if request.paths.is_empty() {
                Project::default()
            } else {
                project::load_with(&request, open)
            };
            let mut findings = rules::check(&project, &BySettings);
            findings.retain(|finding| project.is_selected(&finding.primary.site));
            put_in_order(&mut findings);
            let mut findings = rules::waive(&project, &BySettings, findings).findings;
            findings.extend(rules::faults_of_settings(&project.configs));
            put_in_order(&mut findings);
            Seen {
                project,
                findings,
                cwd,
            }
        })
    }

    /// How the editor names a file.
    pub(super) fn uri(&self, path: &Path) -> Option<Uri> {
        self.names.get(path).cloned().or_else(|| text::uri(path))
    }

    /// The text of a file that is open, whatever it holds.
    pub(super) fn text(&self, uri: &Uri) -> Option<&str> {
        self.open.get(&real(&text::path(uri)?)).map(String::as_str)
    }

    /// A place that the editor asks about, if it is in a file of the project.
    pub(super) fn spot(&mut self, at: &TextDocumentPositionParams) -> Option<Spot<'_>> {
        self.place(&at.text_document.uri, at.position)
    }

    /// A place in a file of the project.
    pub(super) fn place(&mut self, uri: &Uri, position: Position) -> Option<Spot<'_>> {
        self.check();
        self.look(uri, position)
    }

    /// A place in a file of the project as it was checked last.
    pub(super) fn look(&self, uri: &Uri, position: Position) -> Option<Spot<'_>> {
        let path = real(&text::path(uri)?);
        let seen = self.seen.as_ref()?;
        let number = seen.project.files.iter().position(|it| it.path == path)?;
        let file = &seen.project.files[number];
        Some(Spot {
            seen,
            number: number as u32,
            file,
            offset: text::offset(&file.source, position),
        })
    }

    /// What was found last; nothing before the first check.
    pub(super) fn seen(&self) -> Option<&Seen> {
        self.seen.as_ref()
    }
}

impl Seen {
    /// The absolute path of a text of the project; none of a text that comes with the program.
    pub(super) fn path(&self, source: &Arc<SourceFile>) -> Option<PathBuf> {
        let files = self.project.files.iter();
        let file = files.map(|file| (&file.source, &file.path));
        if let Some((_, path)) = file.into_iter().find(|(it, _)| Arc::ptr_eq(it, source)) {
            return Some(path.clone());
        }
        let configs = self.project.configs.iter();
        let is_config = configs
            .into_iter()
            .any(|it| Arc::ptr_eq(&it.source, source));
        let body = self
            .project
            .files
            .iter()
            .flat_map(|file| file.bodies.values());
        let is_body = body
            .filter_map(|body| body.as_ref().ok())
            .any(|it| Arc::ptr_eq(it, source));
        (is_config || is_body).then(|| real(&self.cwd.join(&source.path)))
    }
}

/// A path as the project has it: without links on the way to it.
fn real(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    // Not on the disk yet; its folder is.
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return path.to_owned();
    };
    folder
        .canonicalize()
        .map_or_else(|_| path.to_owned(), |folder| folder.join(name))
}
