//! The calendar as months of seven columns, for a terminal of 40 columns and more.
//!
//! A day takes five columns: `[12]!`. All signs are ASCII; colour only repeats what they say.

use super::{Itinerary, Marked, Overview, Perhaps, Scene, wording};
use crate::calendar::{Day, Weekday};
use crate::model;
use std::collections::BTreeMap;
use unicode_width::UnicodeWidthStr;

/// How to draw.
#[derive(Clone, Copy)]
pub(super) struct Page {
    pub(super) width: usize,
    pub(super) colour: bool,
}

/// How something stands out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    Dim,
    Bold,
    Alarm,
}

impl Style {
    /// The terminal's code for it.
    fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Dim => "2",
            Self::Bold => "1",
            Self::Alarm => "1;31",
        }
    }
}

/// A page as it fills.
struct Sheet {
    page: Page,
    text: String,
}

impl Sheet {
    fn new(page: Page) -> Self {
        let width = page.width.max(40);
        Self {
            page: Page { width, ..page },
            text: String::new(),
        }
    }

    fn styled(&self, text: &str, style: Style) -> String {
        match style.code() {
            code if self.page.colour && !code.is_empty() => {
                format!("\u{1b}[{code}m{text}\u{1b}[0m")
            }
            _ => text.to_owned(),
        }
    }

    fn line(&mut self, text: &str) {
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }

    /// An empty line, if there is none yet.
    fn blank(&mut self) {
        if !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Prose that begins after `first` and goes on under its own beginning.
    fn prose(&mut self, first: &str, text: &str, style: Style) {
        let indent = first.width();
        let mut line = String::new();
        let mut lead = first.to_owned();
        for word in text.split_whitespace() {
            if !line.is_empty() && indent + line.width() + 1 + word.width() > self.page.width {
                let styled = self.styled(&line, style);
                self.line(&format!("{lead}{styled}"));
                lead = " ".repeat(indent);
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        let styled = self.styled(&line, style);
        self.line(&format!("{lead}{styled}"));
    }

    /// The weeks of a month, drawn by `cell`, each perhaps with a line of numbers under it.
    fn month(
        &mut self,
        (year, month): (i32, u32),
        cell: impl Fn(Day) -> Cell,
        below: impl Fn(Day) -> Option<(String, Style)>,
    ) {
        let Some(first) = Day::from_ymd(year, month, 1) else {
            return;
        };
        let days = first.plus_months(1).0 - first.0;
        let title = format!("{} {year}", MONTHS[month as usize - 1]);
        let title = self.styled(&title, Style::Bold);
        self.blank();
        self.line(&title);
        let names = Weekday::ALL.iter().map(|day| format!(" {day} "));
        self.line(&names.collect::<String>());
        let before = i32::from(first.weekday().index());
        let mut at = -before;
        while at < days {
            let (mut dates, mut numbers) = (String::new(), String::new());
            for number in at..at + 7 {
                if !(0..days).contains(&number) {
                    dates.push_str("     ");
                    numbers.push_str("     ");
                    continue;
                }
                let day = first.plus(number);
                let cell = cell(day);
                dates.push_str(&self.styled(&cell.text(day), cell.style));
                match below(day) {
                    Some((text, style)) => numbers.push_str(&self.styled(&text, style)),
                    None => numbers.push_str("     "),
                }
            }
            self.line(&dates);
            if !numbers.trim().is_empty() {
                self.line(&numbers);
            }
            at += 7;
        }
    }
}

/// Columns of one range of hours: `09:00-17:00`.
const SPAN: usize = 11;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day of a month.
struct Cell {
    around: [char; 2],
    mark: char,
    style: Style,
}

impl Cell {
    fn text(&self, day: Day) -> String {
        let ([before, after], number) = (self.around, day.ymd().2);
        match after {
            // The mark stands beside the number.
            ' ' => format!(" {number:>2}{} ", self.mark),
            _ => format!("{before}{number:>2}{after}{}", self.mark),
        }
    }
}

/// What a month's grid needs to know of a day.
struct Looks {
    /// Signs around the number, if anything happens.
    around: Option<[char; 2]>,
    finding: bool,
}

fn cell(scene: &Scene<'_, '_, '_>, day: Day, looks: &Looks) -> Cell {
    let holiday = wording::holiday(scene.first(), day).is_some();
    // What was closed before the campaign began is not known to its plan.
    let closed = day >= scene.enrollment.first && !scene.is_open(day);
    let mark = match (looks.finding, holiday) {
        (true, _) => '!',
        (false, true) => '*',
        (false, false) => ' ',
    };
    let style = match (looks.finding, looks.around, closed) {
        (true, ..) => Style::Alarm,
        (false, Some(_), _) => Style::Bold,
        (false, None, true) => Style::Dim,
        (false, None, false) => Style::Plain,
    };
    let around = match looks.around {
        Some(around) => around,
        None if closed => ['(', ')'],
        None => [' ', ' '],
    };
    Cell {
        around,
        mark,
        style,
    }
}

fn month_of(day: Day) -> (i32, u32) {
    let (year, month, _) = day.ymd();
    (year, month)
}

/// The campaign's id, and its name for people.
fn title(scene: &Scene<'_, '_, '_>) -> String {
    let campaign = scene.case.campaign;
    match campaign.value.name.value() {
        Some(name) => format!("{} ({})", campaign.id, name),
        None => campaign.id.to_owned(),
    }
}

/// The holidays of a month, from the campaign's first day on.
fn holidays(scene: &Scene<'_, '_, '_>, sheet: &mut Sheet, (year, month): (i32, u32)) {
    let Some(first) = Day::from_ymd(year, month, 1) else {
        return;
    };
    for day in first.0..first.plus_months(1).0 {
        let day = Day(day);
        if day < scene.enrollment.first {
            continue;
        }
        if let Some(name) = wording::holiday(scene.first(), day) {
            sheet.prose(
                &format!("  * {}  ", day.with_weekday()),
                &name,
                Style::Plain,
            );
        }
    }
}

fn remarks(sheet: &mut Sheet, sentences: &[String]) {
    for sentence in sentences {
        sheet.blank();
        sheet.prose("", &format!("{sentence}."), Style::Plain);
    }
}

fn others(sheet: &mut Sheet, others: &[&'static str]) {
    if others.is_empty() {
        return;
    }
    sheet.blank();
    let text = format!(
        "Found besides, of no day in particular: {}. `courtesy check` shows every finding in full.",
        others.join(", ")
    );
    sheet.prose("", &text, Style::Plain);
}

/// Everything of one day of one person.
#[derive(Default)]
struct DayOf<'i> {
    contacts: Vec<&'i Marked>,
    perhaps: Vec<&'i Perhaps>,
    skipped: Vec<&'i crate::plan::Contact>,
}

impl DayOf<'_> {
    fn looks(&self) -> Looks {
        let around = if !self.contacts.is_empty() {
            Some(['[', ']'])
        } else if !self.perhaps.is_empty() {
            Some(['<', '>'])
        } else {
            None
        };
        let mut contacts = self.contacts.iter();
        let mut perhaps = self.perhaps.iter();
        Looks {
            around,
            finding: contacts.any(|it| !it.findings.is_empty())
                || perhaps.any(|it| !it.findings.is_empty()),
        }
    }
}

/// What one person gets.
pub(super) fn itinerary(scene: &Scene<'_, '_, '_>, itinerary: &Itinerary, page: Page) -> String {
    let mut sheet = Sheet::new(page);
    let people = scene.first();
    let heading = format!(
        "{}, for one person in {}",
        title(scene),
        wording::place(people)
    );
    sheet.prose("", &wording::plain(&heading), Style::Bold);
    let mut days: BTreeMap<Day, DayOf<'_>> = BTreeMap::new();
    for it in &itinerary.contacts {
        days.entry(it.contact.day).or_default().contacts.push(it);
    }
    for it in &itinerary.perhaps {
        days.entry(it.day).or_default().perhaps.push(it);
    }
    for it in &itinerary.skipped {
        days.entry(it.day).or_default().skipped.push(it);
    }
    let made = wording::counted(itinerary.contacts.len(), "contact");
    let span = match (itinerary.contacts.first(), itinerary.contacts.last()) {
        (Some(first), Some(last)) if first.contact.day == last.contact.day => {
            format!("{made}, on {}", first.contact.day.with_weekday())
        }
        (Some(first), Some(last)) => format!(
            "{made}, from {} to {}",
            first.contact.day.with_weekday(),
            last.contact.day.with_weekday()
        ),
        _ => "no contact at all".to_owned(),
    };
    let enrolled = itinerary.enrolled.with_weekday();
    sheet.prose(
        "",
        &format!("Enrolled on {enrolled}: {span}."),
        Style::Plain,
    );
    let mut months: Vec<(i32, u32)> = std::iter::once(itinerary.enrolled)
        .chain(days.keys().copied())
        .map(month_of)
        .collect();
    months.dedup();
    let names: Vec<String> = wording::names(scene)
        .iter()
        .map(|name| wording::plain(name))
        .collect();
    for month in months {
        let nothing = DayOf::default();
        let looks = |day| days.get(&day).unwrap_or(&nothing).looks();
        sheet.month(month, |day| cell(scene, day, &looks(day)), |_| None);
        sheet.blank();
        holidays(scene, &mut sheet, month);
        for (day, on) in days.iter().filter(|(day, _)| month_of(**day) == month) {
            day_of_one(scene, &mut sheet, *day, on, &names);
        }
    }
    sheet.blank();
    let mut legend = "[9] contact, (9) closed, * public holiday, ! finding".to_owned();
    if !itinerary.perhaps.is_empty() {
        legend.push_str(", <9> a contact can be here instead");
    }
    sheet.prose("", &legend, Style::Dim);
    let mut sentences = wording::about_the_place(scene);
    if itinerary.cut {
        sentences.push("There are more contacts than these".to_owned());
    }
    if !itinerary.perhaps.is_empty() {
        sentences.push(wording::WHY_PERHAPS.to_owned());
    }
    sentences.extend(wording::first_only(scene, itinerary.marked()));
    remarks(&mut sheet, &sentences);
    others(&mut sheet, &itinerary.others);
    sheet.text
}

fn day_of_one(
    scene: &Scene<'_, '_, '_>,
    sheet: &mut Sheet,
    day: Day,
    on: &DayOf<'_>,
    names: &[String],
) {
    sheet.line(&format!("  {}", day.with_weekday()));
    let line = |sheet: &mut Sheet, hours: &str, step: usize, what: &str| {
        let channel = wording::channel(scene, step);
        let first = format!("    {hours:<SPAN$}  ");
        let longest = what.split(' ').map(UnicodeWidthStr::width).max();
        if hours.len() <= SPAN && first.len() + longest.unwrap_or(0) <= sheet.page.width {
            sheet.prose(&first, &format!("{channel} {what}"), Style::Plain);
        } else {
            sheet.prose("    ", hours, Style::Plain);
            sheet.prose("      ", &format!("{channel} {what}"), Style::Plain);
        }
    };
    let findings = |sheet: &mut Sheet, findings: &[&str]| {
        if !findings.is_empty() {
            sheet.prose("      ! ", &findings.join(", "), Style::Alarm);
        }
    };
    for it in &on.contacts {
        let contact = &it.contact;
        let what = wording::attempt(&names[contact.step], contact.attempt);
        let hours = wording::hours(&contact.ranges);
        line(sheet, &hours, contact.step, &what);
        if let Some(moved) = wording::moved(scene.first(), contact) {
            sheet.prose("      ", &moved, Style::Plain);
        }
        findings(sheet, &it.findings);
    }
    if !on.perhaps.is_empty() {
        let steps: Vec<&str> = on.perhaps.iter().map(|it| &*names[it.step]).collect();
        let text = format!("can be here instead: {}", steps.join(", "));
        sheet.prose("    ", &text, Style::Plain);
        let mut rules: Vec<&str> = Vec::new();
        for rule in on.perhaps.iter().flat_map(|it| &it.findings) {
            if !rules.contains(rule) {
                rules.push(rule);
            }
        }
        findings(sheet, &rules);
    }
    for contact in &on.skipped {
        let what = wording::attempt(&names[contact.step], contact.attempt);
        let text = format!("{what}: {}", wording::closed(scene, day));
        line(sheet, "not made", contact.step, &text);
    }
}

/// What can happen to anybody.
pub(super) fn overview(scene: &Scene<'_, '_, '_>, overview: &Overview, page: Page) -> String {
    let mut sheet = Sheet::new(page);
    let heading = format!(
        "{}, for everybody in {}",
        title(scene),
        wording::place(scene.first())
    );
    sheet.prose("", &wording::plain(&heading), Style::Bold);
    let dates = scene.plan().enrollments();
    let enrollment = scene.enrollment;
    let span = if dates == 1 {
        format!("on {}", enrollment.first.with_weekday())
    } else {
        format!(
            "from {} to {}",
            enrollment.first.with_weekday(),
            enrollment.last.with_weekday()
        )
    };
    let dated = wording::counted(dates as usize, "enrollment date");
    sheet.prose(
        "",
        &format!(
            "{dated}, {span}. Under each day stands from how many of them a person can be contacted that day."
        ),
        Style::Plain,
    );
    if scene.case.campaign.value.ends.is_missing() && dates > 1 {
        sheet.prose(
            "",
            "It names no end, and is followed for a year.",
            Style::Plain,
        );
    }
    people(scene, &mut sheet);
    let numbers: BTreeMap<Day, u32> = overview.days.iter().copied().collect();
    let most = numbers.values().copied().max().unwrap_or(0);
    let mut months: Vec<(i32, u32)> = numbers.keys().copied().map(month_of).collect();
    months.dedup();
    for month in &months {
        let look = |day: Day| {
            let looks = Looks {
                around: None,
                finding: overview.findings.contains_key(&day),
            };
            cell(scene, day, &looks)
        };
        sheet.month(*month, look, |day| {
            let number = *numbers.get(&day)?;
            let text = format!("{:<5}", format!("{number:>3}"));
            let style = if number.saturating_mul(3) > most.saturating_mul(2) {
                Style::Bold
            } else if number.saturating_mul(3) > most {
                Style::Plain
            } else {
                Style::Dim
            };
            Some((text, style))
        });
        sheet.blank();
        holidays(scene, &mut sheet, *month);
        let mut by_rule: Vec<(&str, Vec<Day>)> = Vec::new();
        let here = overview.findings.iter();
        for (day, rules) in here.filter(|(day, _)| month_of(**day) == *month) {
            for rule in rules {
                match by_rule.iter_mut().find(|(known, _)| known == rule) {
                    Some((_, days)) => days.push(*day),
                    None => by_rule.push((rule, vec![*day])),
                }
            }
        }
        for (rule, days) in by_rule {
            let text = format!("{rule}: {}", wording::day_numbers(&days));
            sheet.prose("  ! ", &text, Style::Alarm);
        }
    }
    if months.is_empty() {
        sheet.blank();
        sheet.prose(
            "",
            "No day on which anybody can be contacted.",
            Style::Plain,
        );
    }
    sheet.blank();
    sheet.prose("", "(9) closed, * public holiday, ! finding", Style::Dim);
    let mut sentences = wording::about_the_place(scene);
    sentences.extend(wording::first_only(
        scene,
        overview.findings.values().flatten().copied(),
    ));
    remarks(&mut sheet, &sentences);
    others(&mut sheet, &overview.others);
    sheet.text
}

/// How many people there are, where somebody says so. How many enter on a date nobody knows.
fn people(scene: &Scene<'_, '_, '_>, sheet: &mut Sheet) {
    let once = scene.case.campaign.value.enrollment.value() == Some(&model::Enrollment::Once);
    for (people, _) in scene.people {
        let Some(size) = people.audience.value.size.value() else {
            continue;
        };
        let who = match people.audience.id {
            Some(id) => format!("The audience `{}`", wording::plain(id)),
            None => "The audience".to_owned(),
        };
        let all = if once {
            "all are enrolled that day"
        } else {
            "how many of them enter on which date is not known"
        };
        let regions = match people.audience.value.regions.len() {
            1 => "",
            _ => " in all its regions",
        };
        let text = format!("{who} holds {size} people{regions}; {all}.");
        sheet.prose("", &text, Style::Plain);
    }
}
