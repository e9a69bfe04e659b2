//! `courtesy check`: the main job.

use super::Exit;
use super::fix;
use super::output::{self, ColourChoice, Failure, usage};
use super::progress::Progress;
use super::statistics::{self, Stopwatch};
use super::watch;
use crate::calendar::{Day, Region};
use crate::diagnostics::{
    Diagnostic, FailOn, Outcome, RuleMeta, Safety, Severity, Summary, put_in_order, statement,
};
use crate::law::Law;
use crate::listed::listed;
use crate::model::Campaign;
use crate::project::{
    self, Baseline, Compared, Config, Profile, Project, Request, Settings, Waived,
};
use crate::report::{self, Charset, Format, Options, RulePage, Snippets};
use crate::rules::{self, Page, RULES, Selection};
use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

#[derive(Debug, clap::Args)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "switches of the command line, each by its name"
)]
pub(super) struct Arguments {
    /// Files and folders; `-` reads standard input.
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// The path that standard input is checked as.
    #[arg(long, value_name = "PATH", default_value = "stdin.yaml")]
    stdin_filename: PathBuf,
    /// How to print the findings, with `=FILE` into a file; can be repeated. One of human, concise, json, jsonl,
    /// sarif, github, gitlab, junit, checkstyle, rdjson and markdown.
    #[arg(long = "format", value_name = "FORMAT[=FILE]", default_value = "human")]
    formats: Vec<Target>,
    /// Take the settings from this file instead of the nearest courtesy.yaml.
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    config: Option<PathBuf>,
    /// Ignore every courtesy.yaml.
    #[arg(long)]
    isolated: bool,
    /// Run these rules and families only.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    select: Vec<String>,
    /// Leave these rules and families out.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    ignore: Vec<String>,
    /// What the run is about: law alone, law and courtesy, or both with each severity one step higher.
    #[arg(long, value_enum, value_name = "PROFILE")]
    profile: Option<Profile>,
    /// Fail the run from this severity on: error, warning, advice or never.
    #[arg(long, value_name = "SEVERITY", default_value = "error")]
    fail_on: FailOn,
    /// Mend what can be mended without changing what was meant.
    #[arg(long)]
    fix: bool,
    /// Mend also by changes of what happens, at which somebody must look.
    #[arg(long)]
    unsafe_fixes: bool,
    /// Print what `--fix` or `--unsafe-fixes` would change, write nothing, and end with 1 if it is anything.
    #[arg(long, conflicts_with_all = ["formats", "update_baseline"])]
    diff: bool,
    /// Check as if today were this day, such as 2026-10-01.
    #[arg(long, value_name = "DATE")]
    today: Option<Day>,
    /// Use so many threads; one for each core by default.
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Show at most so many findings; all are counted.
    #[arg(long, value_name = "N")]
    max_diagnostics: Option<usize>,
    /// Set aside the findings that this file counts; see --update-baseline.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write what is found now into the baseline, more or less than before.
    #[arg(long, requires = "baseline")]
    update_baseline: bool,
    /// List the findings that waivers and the baseline set aside, with the reason.
    #[arg(long)]
    show_suppressed: bool,
    /// Say on standard error how many findings each rule has.
    #[arg(long)]
    statistics: bool,
    /// Say on standard error what the parts of the run took.
    #[arg(long)]
    timings: bool,
    /// Check again whenever a file changes.
    #[arg(long, conflicts_with = "update_baseline")]
    watch: bool,
    /// Print findings only: no summary, no notes.
    #[arg(long, short)]
    quiet: bool,
    /// When to use colour.
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    color: ColourChoice,
    /// Make the citations links that a terminal can open.
    #[arg(long)]
    hyperlinks: bool,
}

impl Arguments {
    /// The fixes that are asked for; nothing if none are.
    fn mends(&self) -> Option<Safety> {
        if self.unsafe_fixes {
            Some(Safety::Unsafe)
        } else {
            (self.fix || self.diff).then_some(Safety::Safe)
        }
    }

    /// Whether standard output is for the mended text of standard input.
    fn prints_the_text(&self) -> bool {
        self.mends().is_some() && self.paths.iter().any(|path| path == Path::new("-"))
    }
}

/// A format and where it goes.
#[derive(Clone, Debug)]
struct Target {
    format: Format,
    file: Option<PathBuf>,
}

impl std::str::FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (format, file) = match text.split_once('=') {
            Some((_, "")) => return Err(format!("`{text}` names no file after the `=`")),
            Some((format, file)) => (format, Some(PathBuf::from(file))),
            None => (text, None),
        };
        Ok(Self {
            format: format.parse()?,
            file,
        })
    }
}

/// Rules chosen on the command line; the settings decide the rest.
pub(super) struct Chosen<'a> {
    pub(super) select: &'a [String],
    pub(super) ignore: &'a [String],
    pub(super) progress: Progress,
}

impl Chosen<'_> {
    fn named(names: &[String], rule: &RuleMeta) -> bool {
        names
            .iter()
            .any(|name| name == rule.name || name == rule.family)
    }

    /// Whether a rule runs.
    pub(super) fn runs_rule(&self, rule: &RuleMeta) -> bool {
        (self.select.is_empty() || Self::named(self.select, rule))
            && !Self::named(self.ignore, rule)
    }
}

impl Selection for Chosen<'_> {
    fn runs(&self, rule: &RuleMeta) -> bool {
        self.runs_rule(rule)
    }

    fn severity(&self, project: &Project, finding: &Diagnostic) -> Option<Severity> {
        let usual =
            rules::named(finding.rule).map_or(finding.severity, |rule| rule.meta().severity);
        project.severity(finding, usual)
    }

    fn campaign_done(&self) {
        self.progress.step();
    }
}

impl Arguments {
    /// What is checked, but for standard input.
    pub(super) fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.paths
            .iter()
            .filter(|path| path.as_path() != Path::new("-"))
    }

    /// The files that a run may write.
    pub(super) fn writes(&self) -> impl Iterator<Item = &PathBuf> {
        let reports = self.formats.iter().filter_map(|it| it.file.as_ref());
        reports.chain(self.baseline.as_ref())
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    if let Some(jobs) = arguments.jobs {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(jobs)
            .build_global();
        pool.map_err(|error| usage(format!("--jobs {jobs}: {error}")))?;
    }
    if !arguments.watch {
        return once(arguments);
    }
    if arguments.paths().count() < arguments.paths.len() {
        return Err(usage("standard input cannot be watched"));
    }
    watch::run(arguments)
}

/// One run.
pub(super) fn once(arguments: &Arguments) -> Result<Exit, Failure> {
    check_names(&arguments.select, "--select")?;
    check_names(&arguments.ignore, "--ignore")?;
    let cwd = std::env::current_dir()
        .map_err(|error| usage(format!("the current folder cannot be read: {error}")))?;
    let mut paths = arguments.paths.clone();
    if arguments.prints_the_text() && paths.len() > 1 {
        return Err(usage(
            "`-` is mended alone: name the files in a run of their own",
        ));
    }
    let standard_input = if paths.iter().any(|path| path == Path::new("-")) {
        paths.retain(|path| path != Path::new("-"));
        Some((arguments.stdin_filename.clone(), read_standard_input()?))
    } else {
        None
    };
    let settings = match (&arguments.config, arguments.isolated) {
        (Some(file), _) => Settings::File(file.clone()),
        (None, true) => Settings::Defaults,
        (None, false) => Settings::Nearest,
    };
    if let Settings::File(file) = &settings
        && !cwd.join(file).is_file()
    {
        return Err(usage(format!("there is no file {}", file.display())));
    }
    let today = arguments.today.unwrap_or_else(Day::today);
    let mut request = Request {
        cwd,
        paths,
        standard_input,
        settings,
        today,
        profile: arguments.profile,
    };
    let mut watch = Stopwatch::start();
    let mut project = project::load(&request);
    watch.end("reading");

    refuse_broken_settings(&project.configs, today, arguments)?;
    if !arguments.quiet {
        for note in &project.notes {
            output::tell(&format!("note: {note}"));
        }
    }
    if !project.files.iter().any(|file| file.selected) {
        if let Some((_, bytes)) = request.standard_input.as_ref()
            && arguments.prints_the_text()
            && !arguments.diff
        {
            output::print(bytes)?;
        }
        return Ok(nothing_to_check(&request));
    }

    if !arguments.quiet
        && let Some(note) = without_law(&project)
    {
        output::tell(&format!("note: {note}"));
    }

    let chosen = Chosen {
        select: &arguments.select,
        ignore: &arguments.ignore,
        progress: Progress::of(project.all::<Campaign>().count()),
    };
    let mut unwritten = None;
    if let Some(allowed) = arguments.mends() {
        let order = fix::Order {
            request: &request,
            chosen: &chosen,
            allowed,
        };
        let settled = order.settle(&project);
        if !arguments.quiet {
            let done = if arguments.diff { "would fix" } else { "fixed" };
            fix::tell(&settled, done);
        }
        if arguments.diff {
            let diffs = fix::diffs(&settled);
            output::print(diffs.as_bytes())?;
            return Ok(if diffs.is_empty() {
                Exit::Clean
            } else {
                Exit::Findings
            });
        }
        if request.standard_input.is_none() {
            unwritten = order.write(&project, &settled).err();
        }
        if let Some((_, bytes)) = &mut request.standard_input {
            if let Some(change) = settled.changes.into_values().next() {
                let mark = bytes.len() - change.before.len().min(bytes.len());
                bytes.truncate(mark);
                bytes.extend(change.after.into_bytes());
            }
            output::print(bytes)?;
        }
        project = project::load(&request);
        watch.end("fixes");
    }
    let mut diagnostics = rules::check(&project, &chosen);
    diagnostics.retain(|finding| project.is_selected(&finding.primary.site));
    put_in_order(&mut diagnostics);
    let Waived {
        findings: mut diagnostics,
        mut suppressed,
        ..
    } = rules::waive(&project, &chosen, diagnostics);
    put_in_order(&mut diagnostics);
    if let Some(file) = &arguments.baseline {
        let compared = compare(
            &project,
            diagnostics,
            &request.cwd,
            file,
            &chosen,
            arguments,
        )?;
        diagnostics = compared.findings;
        suppressed.extend(compared.suppressed);
        suppressed.sort_by(|a, b| statement(&a.diagnostic, &b.diagnostic));
        if !arguments.quiet {
            for note in &compared.notes {
                output::tell(&format!("note: {note}"));
            }
        }
    }
    watch.end("rules");
    if !arguments.quiet
        && project.some_alone
        && diagnostics
            .iter()
            .any(|it| it.rule == "unresolved-reference")
    {
        output::tell(
            "note: only the named files were read: no courtesy.yaml and no repository above them says what belongs to them; name the folder instead",
        );
    }
    let files = project.files.iter().filter(|file| file.selected).count();
    let campaigns = project
        .all::<Campaign>()
        .filter(|campaign| {
            project
                .file(campaign.place)
                .is_some_and(|file| file.selected)
        })
        .count();
    let summary = Summary::count(
        files,
        campaigns,
        arguments.fail_on,
        &diagnostics,
        &suppressed,
    );
    if arguments.statistics {
        tell_table(&statistics::by_rule(&diagnostics, &suppressed));
    }
    if let Some(most) = arguments.max_diagnostics {
        diagnostics.truncate(most);
    }
    let failed = summary.failed;
    let outcome = Outcome {
        diagnostics,
        suppressed,
        summary,
        version: env!("CARGO_PKG_VERSION"),
        today,
    };
    write_reports(&outcome, arguments)?;
    watch.end("reports");
    if arguments.timings {
        tell_table(&watch.table());
    }
    if let Some(fault) = unwritten {
        return Err(usage(fault));
    }
    Ok(if failed { Exit::Findings } else { Exit::Clean })
}

/// That there are countries of the audiences whose contact law is not held, in one sentence: a run that
/// finds nothing there has not looked at any law.
fn without_law(project: &Project) -> Option<String> {
    let law = Law::built_in();
    let mut asked: Vec<&str> = Vec::new();
    let mut without: Vec<String> = Vec::new();
    let campaigns = project.all::<Campaign>().filter(|campaign| {
        let file = project.file(campaign.place);
        file.is_some_and(|file| file.selected)
    });
    for campaign in campaigns {
        let audiences = campaign.value.audience.iter();
        for audience in audiences.filter_map(|at| project.resolve(at)) {
            for region in audience.value.regions.values() {
                if asked.contains(&region.country()) {
                    continue;
                }
                asked.push(region.country());
                if let Ok(country) = region.country().parse::<Region>()
                    && !law.has_pack(&country)
                {
                    without.push(country.name_in_a_sentence());
                }
            }
        }
    }
    without.sort_unstable();
    let place = match without.len() {
        0 => return None,
        1 => "there",
        _ => "in these countries",
    };
    Some(format!(
        "Courtesy holds no contact law of {}; only your own limits were checked {place}",
        listed(&without)
    ))
}

/// Says a table beside the findings; nothing if it is empty.
fn tell_table(table: &str) {
    if !table.is_empty() {
        output::tell(table.trim_end());
    }
}

/// Reads the baseline, writes it anew if that was asked for, and sets aside what it covers.
fn compare(
    project: &Project,
    diagnostics: Vec<Diagnostic>,
    cwd: &Path,
    file: &Path,
    chosen: &Chosen<'_>,
    arguments: &Arguments,
) -> Result<Compared, Failure> {
    let shown = file.display();
    let ran = |name: &str| match rules::named(name) {
        Some(rule) => chosen.runs(rule.meta()),
        // A rule that there is no more finds nothing.
        None => true,
    };
    let before = match std::fs::read_to_string(cwd.join(file)) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(usage(format!("{shown} cannot be read: {error}"))),
    };
    let mut baseline = match &before {
        Some(text) => {
            Baseline::read(cwd, file, text).map_err(|error| usage(format!("{shown}: {error}")))?
        }
        None if arguments.update_baseline => Baseline::empty(cwd, file),
        None => {
            return Err(usage(format!(
                "there is no baseline {shown}; --update-baseline makes it"
            )));
        }
    };
    if arguments.update_baseline {
        baseline = baseline.updated(project, &diagnostics, &ran);
        let after = baseline.to_text();
        if before.as_ref() != Some(&after) {
            write_whole(&cwd.join(file), after.as_bytes())
                .map_err(|error| usage(format!("{shown} cannot be written: {error}")))?;
        }
    }
    Ok(baseline.compare(project, diagnostics, &ran))
}

/// Unknown rules are errors, with the nearest that there are.
fn check_names(names: &[String], option: &str) -> Result<(), Failure> {
    for name in names {
        if let Some(fault) = rules::fault_of(name) {
            return Err(usage(format!("{option}: {fault}")));
        }
    }
    Ok(())
}

/// One byte more than is read of a file, so that too much is known as such.
fn read_standard_input() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = std::io::stdin()
        .lock()
        .take(crate::source::MAX_BYTES + 1)
        .read_to_end(&mut bytes);
    read.map_err(|error| usage(format!("standard input cannot be read: {error}")))?;
    Ok(bytes)
}

/// What to say when no file of ours was found. A hook names changed files of all kinds, and is content.
fn nothing_to_check(request: &Request) -> Exit {
    let by_hook = std::env::var_os("PRE_COMMIT").is_some();
    let all_files = request
        .paths
        .iter()
        .all(|path| request.cwd.join(path).is_file());
    if by_hook && all_files && !request.paths.is_empty() {
        return Exit::Clean;
    }
    let paths: Vec<String> = request
        .paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    let place = if paths.is_empty() {
        "standard input".to_owned()
    } else {
        paths.join(", ")
    };
    output::tell(&format!(
        "error: nothing to check: no YAML document under {place} has a section such as `campaigns:` or `cadences:`"
    ));
    Exit::NothingToCheck
}

/// Mistakes in `courtesy.yaml` end the run before any file is judged by settings that nobody meant.
fn refuse_broken_settings(
    configs: &[Config],
    today: Day,
    arguments: &Arguments,
) -> Result<(), Failure> {
    let mut diagnostics = rules::faults_of_settings(configs);
    if diagnostics.is_empty() {
        return Ok(());
    }
    put_in_order(&mut diagnostics);
    let summary = Summary::count(configs.len(), 0, FailOn::default(), &diagnostics, &[]);
    let count = diagnostics.len();
    let outcome = Outcome {
        diagnostics,
        suppressed: Vec::new(),
        summary,
        version: env!("CARGO_PKG_VERSION"),
        today,
    };
    let mut text = Vec::new();
    let options = Options {
        summary: false,
        ..options(arguments)
    };
    report::report(Format::Human, &outcome, &mut text, &options)?;
    let _unheard = std::io::stderr().lock().write_all(&text);
    Err(usage(format!(
        "the settings have {count} mistake{}; nothing was checked",
        if count == 1 { "" } else { "s" }
    )))
}

fn options(arguments: &Arguments) -> Options {
    let terminal = std::io::stdout().is_terminal();
    let width = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok());
    Options {
        colour: arguments.color.for_stdout(),
        width: width
            .or_else(|| terminal.then(output::terminal_width).flatten())
            .unwrap_or(100),
        charset: Charset::Unicode,
        // The name under which other programs that draw with miette know it too.
        snippets: match std::env::var_os("NO_GRAPHICS") {
            Some(set) if !set.is_empty() && set != "0" => Snippets::Narrated,
            _ => Snippets::Drawn,
        },
        hyperlinks: arguments.hyperlinks,
        show_suppressed: arguments.show_suppressed,
        summary: !arguments.quiet,
        rules: &[],
    }
}

/// Every rule's page, if a format describes the rules; pages are not read for nothing.
fn rule_pages(format: Format) -> &'static [RulePage] {
    static PAGES: LazyLock<Vec<RulePage>> = LazyLock::new(|| {
        let pages = RULES.iter().map(|rule| {
            let page = Page::read(rule.page());
            RulePage {
                meta: *rule.meta(),
                summary: page.summary(),
                checks: page.section("What it checks").unwrap_or_default(),
                body: page.body,
            }
        });
        pages.collect()
    });
    if format == Format::Sarif { &PAGES } else { &[] }
}

fn write_reports(outcome: &Outcome, arguments: &Arguments) -> Result<(), Failure> {
    // Files first: whoever stops reading standard output still gets them.
    for target in &arguments.formats {
        let Some(file) = &target.file else { continue };
        let mut text = Vec::new();
        let options = Options {
            summary: !arguments.quiet,
            show_suppressed: arguments.show_suppressed,
            rules: rule_pages(target.format),
            ..Options::default()
        };
        report::report(target.format, outcome, &mut text, &options)?;
        write_whole(file, &text)
            .map_err(|error| usage(format!("{} cannot be written: {error}", file.display())))?;
    }
    for target in &arguments.formats {
        if target.file.is_none() {
            let options = Options {
                rules: rule_pages(target.format),
                ..options(arguments)
            };
            if arguments.prints_the_text() {
                let mut text = Vec::new();
                report::report(target.format, outcome, &mut text, &options)?;
                let _unheard = std::io::stderr().lock().write_all(&text);
            } else {
                let mut out = std::io::stdout().lock();
                report::report(target.format, outcome, &mut out, &options)?;
            }
        }
    }
    Ok(())
}

/// Writes through a file beside it and a rename, so that nobody ever reads half a report.
fn write_whole(file: &Path, text: &[u8]) -> std::io::Result<()> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let beside = file.with_file_name(format!(".{name}.{}", std::process::id()));
    std::fs::write(&beside, text)?;
    std::fs::rename(&beside, file).inspect_err(|_| {
        let _gone_anyway = std::fs::remove_file(&beside);
    })
}
