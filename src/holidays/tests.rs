//! What the built-in data say, and how the engine treats a file.

use super::*;
use crate::source::SourceFile;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn region(code: &str) -> Region {
    code.parse().unwrap()
}

/// `date role label` of every day that a region has on a date.
fn on(code: &str, date: &str) -> Vec<String> {
    let date = day(date);
    occurrences(&region(code), date.year()..=date.year())
        .unwrap()
        .into_iter()
        .filter(|one| one.date == date)
        .map(|one| format!("{} {}", one.role.as_str(), one.label()))
        .collect()
}

/// A made-up Belgium with these holidays, read without mistakes.
fn made_up(yaml: &str) -> Pack {
    let text = format!("country: BE\nname: Belgium\nchecked: 2026-11-22\nhorizon: 2030\n{yaml}");
    let (pack, problems) = Pack::read(&SourceFile::new("BE.yaml", text), "BE");
    assert_eq!(problems, []);
    pack
}

/// Its days in some years: `date role id`.
fn days_of(pack: &Pack, code: &str, years: RangeInclusive<i32>) -> Vec<String> {
    pack.occurrences(&region(code), years)
        .iter()
        .map(|one| format!("{} {} {}", one.date, one.role.as_str(), one.holiday.id))
        .collect()
}

#[test]
fn all_built_in_files_are_without_mistakes() {
    let mut files: Vec<String> = std::fs::read_dir("rules/holidays")
        .unwrap()
        .filter_map(|file| Some(file.unwrap().file_name().to_str()?.to_owned()))
        .filter_map(|name| Some(name.strip_suffix(".yaml")?.to_owned()))
        .filter(|name| name != "sets")
        .collect();
    files.sort_unstable();
    assert!(countries().eq(files.iter().map(String::as_str)));
    assert_eq!(files.len(), 232);
    for country in countries() {
        let text = std::fs::read_to_string(format!("rules/holidays/{country}.yaml")).unwrap();
        let (_, problems) = Pack::read(&SourceFile::new(country, text), country);
        assert_eq!(problems, [], "{country}");
    }
    assert_eq!(sets::problems(), []);
}

/// A pack reads a subdivision's block of lines when it is asked for; this reads the whole file at once.
#[test]
fn blocks_of_lines_are_what_yaml_sees() {
    #[derive(serde::Deserialize)]
    struct Whole {
        #[serde(default)]
        subdivisions: std::collections::BTreeMap<String, file::SectionText>,
    }
    for country in countries() {
        let text = std::fs::read_to_string(format!("rules/holidays/{country}.yaml")).unwrap();
        let source = SourceFile::new(country, text);
        let (whole, _) = load::load::<Whole>(&load::Part::whole(&source), &mut Vec::new()).unwrap();
        for (code, section) in &whole.subdivisions {
            let days = occurrences(&region(&format!("{country}-{code}")), 2010..=2035).unwrap();
            let everywhere =
                |own: &&file::HolidayText| !own.only.0.iter().any(|only| only.contains('/'));
            for own in section.holidays.values().filter(everywhere) {
                let found = days.iter().any(|one| *one.holiday.id == *own.id);
                assert!(found, "{country}-{code} {}", own.id);
            }
        }
        let known: Vec<String> = pack(country).unwrap().subdivisions().collect();
        for code in whole.subdivisions.keys() {
            assert!(
                known.contains(&format!("{country}-{code}")),
                "{country}-{code}"
            );
        }
    }
}

/// A pack reads its own block of a year's file; this reads the whole.
#[test]
fn announced_files_are_what_the_manual_says() {
    #[derive(serde::Deserialize)]
    struct Whole {
        year: i32,
        regions: std::collections::BTreeMap<String, file::AnnouncedText>,
    }
    for (year, path, text) in announced::FILES {
        let mut problems = Vec::new();
        let source = SourceFile::new(path, text.to_owned());
        let part = load::Part::whole(&source);
        let (whole, _) = load::load::<Whole>(&part, &mut problems).unwrap();
        assert_eq!(problems, []);
        assert_eq!(whole.year, year);
        for (code, announced) in whole.regions {
            // What a country announces of a holiday that some states keep is theirs.
            let pack = pack(&code[..2]).unwrap();
            let known: Vec<Occurrence> = std::iter::once(code.clone())
                .chain(pack.subdivisions().filter(|state| state.starts_with(&code)))
                .flat_map(|place| pack.occurrences(&region(&place), year..=year))
                .collect();
            for one in announced.days.values() {
                let confirmed = one.confirmed.unwrap_or(announced.confirmed);
                let confidence = if confirmed {
                    Confidence::Announced
                } else {
                    Confidence::Estimated
                };
                for date in &one.dates.0 {
                    let found = known.iter().any(|held| {
                        *held.holiday.id == *one.id
                            && held.date == day(date)
                            && held.confidence == confidence
                    });
                    assert!(found, "{code} {} {date}", one.id);
                }
            }
        }
    }
}

#[test]
fn every_holiday_says_by_what_law_or_that_it_has_none() {
    for country in countries() {
        let pack = pack(country).unwrap();
        let codes: Vec<String> = pack.subdivisions().chain([country.to_owned()]).collect();
        for code in codes {
            for one in pack.occurrences(&region(&code), 2024..=2030) {
                let holiday = &one.holiday;
                let drafted = holiday.site.source.text.starts_with("# Drafted");
                assert!(
                    holiday.cite.is_some() || holiday.basis == Basis::Oracle || drafted,
                    "{code} {holiday:?} has no citation"
                );
                let line = holiday.site.source.slice(holiday.site.span);
                assert!(
                    line.contains(&format!("id: {}", holiday.id)),
                    "{code} {holiday:?} does not stand at {line:?}"
                );
            }
        }
    }
}

#[test]
fn the_manual_is_right() {
    let manual = include_str!("../../rules/holidays/README.md");
    let example = manual
        .split("```yaml\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .unwrap();
    let (pack, problems) = Pack::read(&SourceFile::new("README.md", example), "US");
    assert_eq!(problems, []);
    assert_eq!(
        days_of(&pack, "US-MA", 2027..=2027),
        [
            "2027-07-04 actual independence",
            "2027-07-05 substitute independence"
        ]
    );
    assert_eq!(
        days_of(&pack, "US-MA", 2026..=2026),
        ["2026-07-04 actual independence"]
    );
    assert_eq!(
        days_of(&pack, "US-MD/Montgomery", 2029..=2029)[0],
        "2029-01-20 actual inauguration"
    );
    assert!(
        !days_of(&pack, "US-HI", 2026..=2026)
            .join(" ")
            .contains("columbus")
    );
}

#[test]
fn the_thanksgivings_of_two_countries() {
    let manitoba = occurrences(&region("CA-MB"), 2026..=2026).unwrap();
    let thanksgiving = manitoba
        .iter()
        .find(|one| one.date == day("2026-10-12"))
        .unwrap();
    assert_eq!(thanksgiving.label(), "Thanksgiving Day");
    assert_eq!(thanksgiving.role, Role::Actual);
    assert_eq!(thanksgiving.confidence, Confidence::Computed);
    assert!(thanksgiving.holiday.classes.contains(Class::Public));
    assert_eq!(thanksgiving.holiday.local_name(), "Action de grâces");
    assert!(
        thanksgiving
            .holiday
            .cite
            .as_ref()
            .unwrap()
            .contains("C.C.S.M. c. E110")
    );
    assert_eq!(on("US", "2026-11-26"), ["actual Thanksgiving Day"]);
    // No province of the Atlantic has it by statute, but the federal government does.
    let found = occurrences(&region("CA-NS"), 2026..=2026).unwrap();
    let federal = found
        .iter()
        .find(|one| one.date == day("2026-10-12"))
        .unwrap();
    assert!(!federal.holiday.classes.contains(Class::Public));
    assert!(federal.holiday.classes.contains(Class::Bank));
}

#[test]
fn a_new_year_can_be_observed_the_year_before() {
    assert_eq!(
        on("US", "2027-12-31"),
        ["substitute New Year's Day (observed)"]
    );
    assert_eq!(on("US-MA", "2027-12-31"), [""; 0]);
    let found = public_holidays(&region("US"), day("2027-12-30"), day("2027-12-31")).unwrap();
    assert!(found.certain.contains(day("2027-12-31")));
    let substitute = found.about(day("2027-12-31")).unwrap();
    assert_eq!(substitute.instead_of, Some(day("2028-01-01")));
}

#[test]
fn substitutes_do_not_meet() {
    // Christmas on a Saturday, Boxing Day on a Sunday.
    assert_eq!(
        on("GB", "2027-12-27"),
        ["substitute Christmas Day (observed)"]
    );
    assert_eq!(on("GB", "2027-12-28"), ["substitute Boxing Day (observed)"]);
    // Christmas on a Sunday: Monday is Boxing Day.
    assert_eq!(
        on("GB", "2022-12-27"),
        ["substitute Christmas Day (observed)"]
    );
    // The day between two holidays, and the three days of May.
    assert_eq!(on("JP", "2026-09-22"), ["bridge Citizens' Holiday"]);
    assert_eq!(
        on("JP", "2026-05-06"),
        ["substitute Constitution Memorial Day (observed)"]
    );
}

#[test]
fn a_moved_day_is_no_holiday() {
    assert_eq!(on("IL", "2024-05-13"), [""; 0]);
    assert_eq!(
        on("IL", "2024-05-14"),
        ["substitute Independence Day (observed)"]
    );
    assert_eq!(on("AU-NSW", "2025-01-26"), [""; 0]);
    assert_eq!(on("AU", "2025-01-26"), ["actual Australia Day"]);
}

#[test]
fn what_is_not_known_is_not_empty() {
    assert_eq!(coverage(&region("KE-30")), Ok(Coverage::NationalOnly));
    assert_eq!(on("KE-30", "2026-12-12"), ["actual Jamhuri Day"]);
    assert_eq!(coverage(&region("US-ND")), Ok(Coverage::Own));
    assert_eq!(coverage(&region("FR-IDF")), Ok(Coverage::Own));
    assert_eq!(horizon(&region("CN")), Ok(2026));
    assert_eq!(horizon(&region("US")), Ok(2030));
    // Its statute is superseded at the end of the year.
    assert_eq!(horizon(&region("US-UT")), Ok(2026));
}

#[test]
fn territories_answer_to_both_their_codes() {
    let own: Vec<_> = occurrences(&region("GP"), 2026..=2026)
        .unwrap()
        .iter()
        .map(|one| one.date)
        .collect();
    let as_department: Vec<_> = occurrences(&region("FR-971"), 2026..=2026)
        .unwrap()
        .iter()
        .map(|one| one.date)
        .collect();
    assert_eq!(own, as_department);
    assert!(own.contains(&day("2026-05-27")));
}

#[test]
fn counties_have_their_own_days() {
    assert_eq!(on("US-AL", "2027-02-09"), [""; 0]);
    assert_eq!(on("US-AL/Mobile", "2027-02-09"), ["actual Mardi Gras"]);
    assert_eq!(
        on("DE-BY/Augsburg", "2026-08-08"),
        ["actual Augsburg Peace Festival"]
    );
}

#[test]
fn an_estimate_is_a_window() {
    let found = public_holidays(&region("AE"), day("2027-03-01"), day("2027-03-31")).unwrap();
    let possible: Vec<String> = found.possible.iter().map(|day| day.to_string()).collect();
    assert_eq!(
        possible,
        [
            "2027-03-08",
            "2027-03-09",
            "2027-03-10",
            "2027-03-11",
            "2027-03-12"
        ]
    );
    assert!(found.certain.is_empty());
    let about = found.about(day("2027-03-08")).unwrap();
    assert_eq!(about.label(), "Eid al-Fitr");
    assert_eq!(about.confidence, Confidence::Estimated);
    assert_eq!(about.window().last, day("2027-03-10"));
    assert!(found.about(day("2027-03-07")).is_none());
}

#[test]
fn an_announcement_replaces_the_estimate() {
    let found = public_holidays(&region("AE"), day("2026-08-01"), day("2026-08-31")).unwrap();
    let certain: Vec<Day> = found.certain.iter().collect();
    assert_eq!(certain, [day("2026-08-28")]);
    let moved = &found.on(day("2026-08-28"))[0];
    assert_eq!(moved.confidence, Confidence::Announced);
    assert_eq!(moved.holiday.basis, Basis::Announced);
    assert_eq!(
        moved.holiday.site.source.path,
        "rules/holidays/announced/2026.yaml"
    );
    assert_eq!(
        working_days(&region("CN"), 2026..=2026).unwrap()[..2],
        [day("2026-01-04"), day("2026-02-14")]
    );
    assert_eq!(
        on("CN", "2026-02-23"),
        ["bridge Spring Festival (day off in exchange)"]
    );
    assert_eq!(working_days(&region("CN"), 2027..=2027).unwrap(), []);
}

/// The Holidays Act 1951, s. 3, with the weekly holidays of the states.
#[test]
fn a_feast_that_is_announced_is_shifted_where_it_falls_on_the_weekly_holiday() {
    // 7 July 2024 was a Sunday, a working day in Johor, Kedah, Kelantan and Terengganu.
    for code in ["MY", "MY-10", "MY-13"] {
        let expected = ["substitute Islamic New Year (observed)"];
        assert_eq!(on(code, "2024-07-08"), expected, "{code}");
    }
    for code in ["MY-01", "MY-02", "MY-03", "MY-11"] {
        assert_eq!(
            on(code, "2024-07-07"),
            ["actual Islamic New Year"],
            "{code}"
        );
        assert!(on(code, "2024-07-08").is_empty(), "{code}");
    }
    // Friday 27 June 2025: Kedah rests on Saturday too; in Johor Friday is a working day since that year.
    assert_eq!(
        on("MY-02", "2025-06-29"),
        ["substitute Islamic New Year (observed)"]
    );
    assert!(on("MY-01", "2025-06-29").is_empty());
    // Saturday 7 June 2025, and the second day of the feast on Sunday.
    assert_eq!(
        on("MY-03", "2025-06-09"),
        ["substitute Eid al-Adha (observed)"]
    );
    // What some states keep is no day of the nation.
    assert!(on("MY", "2025-02-11").is_empty());
    assert_eq!(on("MY-10", "2025-02-11"), ["actual Thaipusam"]);
    assert!(on("MY-13", "2025-10-20").is_empty());
}

#[test]
fn what_leans_on_a_holiday_leans_on_the_day_that_was_announced() {
    assert_eq!(on("IN-AP", "2026-01-14"), ["actual Bhogi"]);
    assert_eq!(on("IN-TN", "2026-01-17"), ["actual Uzhavar Thirunal"]);
    // In other years on the day by rule.
    assert_eq!(on("IN-AP", "2029-01-13"), ["actual Bhogi"]);
}

#[test]
fn two_holidays_on_one_weekly_holiday_give_one_day() {
    let held = occurrences(&region("MY-14"), 2026..=2026).unwrap();
    let february: Vec<_> = held
        .iter()
        .filter(|one| (day("2026-02-01")..=day("2026-02-03")).contains(&one.date))
        .map(|one| {
            (
                one.date.to_string(),
                one.role,
                one.holiday.classes.contains(Class::Public),
            )
        })
        .collect();
    // The Tuesday binds private employers alone.
    let on = |date: &str, role, public| (date.to_owned(), role, public);
    assert_eq!(
        february,
        [
            on("2026-02-01", Role::Actual, true),
            on("2026-02-01", Role::Actual, true),
            on("2026-02-02", Role::Substitute, true),
            on("2026-02-03", Role::Substitute, false),
        ]
    );
}

#[test]
fn a_part_of_the_day_is_not_the_day() {
    let queensland = occurrences(&region("AU-QLD"), 2026..=2026).unwrap();
    let eve = queensland
        .iter()
        .find(|one| one.date == day("2026-12-24"))
        .unwrap();
    assert_eq!(eve.role, Role::Eve);
    assert_eq!(eve.holiday.hours.unwrap().to_string(), "18:00-24:00");
    assert!(eve.holiday.classes.contains(Class::HalfDay));
    let found = public_holidays(&region("AU-QLD"), day("2026-12-24"), day("2026-12-24")).unwrap();
    assert!(found.possible.is_empty());
}

#[test]
fn days_of_some_subdivisions_are_named() {
    let found = subdivision_only(&region("DE"), 2026..=2026).unwrap();
    let epiphany: Vec<&str> = found
        .iter()
        .filter(|(_, one)| *one.holiday.id == *"epiphany")
        .map(|(of, _)| of.code())
        .collect();
    assert_eq!(epiphany, ["DE-BW", "DE-BY", "DE-ST"]);
    assert!(found.iter().all(|(_, one)| *one.holiday.id != *"christmas"));
}

#[test]
fn legal_sets_have_the_days_that_their_laws_name() {
    let has = |id: &str, place: &str, date: &str| {
        let date = day(date);
        set(id)
            .unwrap()
            .occurrences(&region(place), date.year()..=date.year())
            .iter()
            .any(|one| one.date == date)
    };
    let utah = |date| has("US-UT-63G-1-301", "US-UT", date);
    assert!(utah("2026-06-15") && !utah("2026-06-19"));
    assert!(utah("2026-07-03") && utah("2026-07-04"));
    assert!(utah("2027-07-23") && utah("2026-04-05"));
    assert!(!utah("2026-04-03") && utah("2027-03-26"));
    assert_eq!(
        set("US-UT-63G-1-301").unwrap().horizon(&region("US-UT")),
        2026
    );

    assert!(has("US-AL-state", "US-AL", "2026-07-03") && has("US-AL-state", "US-AL", "2026-07-04"));
    assert!(has("US-AL-state", "US-AL/Baldwin", "2027-02-09"));
    assert!(!has("US-AL-state", "US-AL", "2027-02-09"));

    let louisiana = |date| has("US-LA-PSC", "US-LA", date);
    assert!(louisiana("2027-02-09") && louisiana("2027-03-26") && louisiana("2026-11-27"));
    assert!(!louisiana("2026-02-16") && !louisiana("2026-06-19"));

    let pennsylvania = |date| has("US-PA-2245", "US-PA", date);
    assert!(pennsylvania("2026-06-14") && pennsylvania("2026-11-03"));
    assert!(!pennsylvania("2026-06-19") && !pennsylvania("2026-11-27"));
    let named = set("US-PA-2245")
        .unwrap()
        .occurrences(&region("US-PA"), 2029..=2029)
        .into_iter()
        .filter(|one| one.role == Role::Actual)
        .count();
    assert_eq!(named, 13);

    let rhode_island = |date| has("US-RI-25-1-1", "US-RI", date);
    assert!(rhode_island("2027-08-09") && rhode_island("2026-05-04"));
    assert!(rhode_island("2026-07-04") && rhode_island("2026-07-06"));
    assert!(has("US-NE-legal", "US-NE", "2026-04-24"));

    let france = |place, date| has("FR-L3133-1", place, date);
    assert!(france("FR", "2026-05-14") && france("GP", "2026-05-14"));
    assert!(!france("FR-67", "2026-12-26") && !france("FR-971", "2026-05-27"));
    assert!(!france("DE", "2026-05-14"));
    let australia = |place, date| has("AU-national", place, date);
    assert!(australia("AU-NSW", "2026-12-26") && !australia("AU-NSW", "2026-12-28"));
    assert!(set("US-MS").is_none());
    assert_eq!(set_ids().count(), 27);
}

/// Days that each law means, and days that it does not though a calendar has them.
#[test]
fn the_sets_of_other_countries_have_their_days() {
    for (id, place, yes, no) in [
        // Regional days count where they are kept; a Sunday's holiday is none.
        (
            "ES-LGDCU",
            "ES-MD",
            "2026-05-02 2026-10-12",
            "2026-09-11 2026-03-01",
        ),
        ("ES-LGDCU", "ES-CT", "2026-09-11 2026-12-08", "2026-05-02"),
        (
            "NO-helligdager",
            "NO",
            "2026-05-01 2026-05-17 2026-04-02 2026-12-26",
            "2026-12-24 2026-12-31",
        ),
        // Women's Day of 2026 is a Sunday, and the Monday is a holiday as well.
        (
            "ZA-36-1994",
            "ZA",
            "2026-08-09 2026-08-10 2026-04-06 2026-12-26",
            "2026-12-28 2026-04-05",
        ),
        // Kept on Monday 12 January, and worked on Tuesday 6 January.
        (
            "CO-festivos",
            "CO",
            "2026-01-12 2026-07-20 2026-06-15 2026-04-02",
            "2026-01-06 2026-06-11 2026-04-05",
        ),
        (
            "BR-national",
            "BR-SP",
            "2026-11-20 2026-04-21 2026-10-12",
            "2026-07-09 2026-02-17 2026-06-04",
        ),
        (
            "IT-national",
            "IT",
            "2026-04-06 2026-10-04 2026-12-26 2026-06-02",
            "2026-12-24 2026-10-03 2025-10-04",
        ),
        (
            "IT-national-eves",
            "IT",
            "2026-12-24 2026-10-03 2026-12-31 2026-04-04",
            "2026-12-25 2026-12-26 2025-10-03",
        ),
        (
            "ID-national",
            "ID",
            "2026-08-17 2026-06-01 2026-12-25",
            "2026-12-24 2026-08-18",
        ),
        (
            "PT-national",
            "PT",
            "2026-06-10 2026-04-25 2026-12-08",
            "2026-02-17 2026-06-24",
        ),
        // 1 July 2029 is a Sunday: the Monday is meant in its place.
        (
            "CA-QC-collection",
            "CA-QC",
            "2026-07-01 2029-07-02 2026-06-24 2026-04-06",
            "2029-07-01 2026-12-26 2026-09-30",
        ),
        (
            "CA-BC-statutory",
            "CA-BC",
            "2026-02-16 2026-08-03 2026-09-30 2026-11-11",
            "2026-04-06 2026-12-26",
        ),
        (
            "BR-RJ-feriados",
            "BR-RJ",
            "2026-04-23 2026-02-17 2026-12-25",
            "2026-07-09",
        ),
        (
            "BR-ES-feriados",
            "BR-ES",
            "2026-04-13 2026-11-20",
            "2026-04-23",
        ),
        (
            "BR-DF-feriados",
            "BR-DF",
            "2026-04-21 2026-09-07",
            "2026-04-23",
        ),
        (
            "BR-MG-feriados",
            "BR-MG",
            "2026-04-21 2026-10-12",
            "2026-07-09",
        ),
        // The last day of the year closes banks alone.
        (
            "CL-feriados",
            "CL",
            "2026-09-18 2026-07-16",
            "2026-12-31 2026-09-17",
        ),
        (
            "NL-feestdagen",
            "NL",
            "2026-04-27 2026-12-26",
            "2026-12-05 2026-05-05",
        ),
        (
            "NL-code-evenings",
            "NL",
            "2026-05-04 2026-12-05 2026-12-24",
            "2026-12-25 2026-12-31",
        ),
    ] {
        let set = set(id).unwrap();
        let days = set.occurrences(&region(place), 2025..=2029);
        let has = |date: &str| days.iter().any(|one| one.date == day(date));
        assert!(yes.split(' ').all(has), "{id} {place} lacks one of {yes}");
        assert!(!no.split(' ').any(has), "{id} {place} has one of {no}");
        assert!(set.occurrences(&region("DE"), 2026..=2026).is_empty());
    }
    let eves = set("IT-national-eves").unwrap();
    let eves = eves.occurrences(&region("IT"), 2026..=2026);
    assert!(eves.iter().all(|one| one.role == Role::Eve));
}

#[test]
fn years_and_exceptions_bound_a_holiday() {
    let pack = made_up(
        "holidays:
  - {id: a, name: A, on: 03-01, since: 2025, until: 2027, not: [2026-03-01]}
  - {id: b, name: B, on: 03-02, every: 3 from 2020}
  - {id: c, name: C, on: 03-03, days: 2, since: 2026-03-03, until: 2026-12-31}
  - {id: d, name: D, dates: [2026-05-01, 2028-05-02]}
  - {id: e, name: E, on: after d +3}
  - {id: f, name: F, on: between a c}
",
    );
    assert_eq!(days_of(&pack, "BE", 2024..=2025), ["2025-03-01 actual a"]);
    assert_eq!(
        days_of(&pack, "BE", 2026..=2026),
        [
            "2026-03-02 actual b",
            "2026-03-03 actual c",
            "2026-03-04 actual c",
            "2026-05-01 actual d",
            "2026-05-04 actual e"
        ]
    );
    assert_eq!(days_of(&pack, "BE", 2027..=2027), ["2027-03-01 actual a"]);
    assert_eq!(
        days_of(&pack, "BE", 2028..=2028),
        ["2028-05-02 actual d", "2028-05-05 actual e"]
    );
}

#[test]
fn confidence_follows_from_the_rule_and_the_basis() {
    let pack = made_up(
        "holidays:
  - {id: a, name: A, on: 03-01}
  - {id: b, name: B, on: 1 mon 04, shift: move mon +1}
  - {id: c, name: C, dates: [2026-05-01]}
  - {id: d, name: D, on: hijri 10-01, basis: estimate}
  - {id: e, name: E, on: 08-02, shift: add sun +1, basis: oracle}
",
    );
    let sure: Vec<(String, &str)> = pack
        .occurrences(&region("BE"), 2026..=2026)
        .iter()
        .map(|one| (one.date.to_string(), one.confidence.as_str()))
        .collect();
    let expected = [
        ("2026-03-01", "fixed"),
        ("2026-03-20", "estimated"),
        ("2026-04-07", "computed"),
        ("2026-05-01", "announced"),
        ("2026-08-02", "fixed"),
        ("2026-08-03", "computed"),
    ];
    assert!(
        sure.iter()
            .map(|(date, sure)| (date.as_str(), *sure))
            .eq(expected),
        "{sure:?}"
    );
}

#[test]
fn a_subdivision_changes_what_it_names() {
    let pack = made_up(
        "shifts: {weekend: add sun +1}
holidays:
  - {id: a, name: A, on: 02-01, shift: weekend}
  - {id: b, name: B, on: 06-01, except: [VLG]}
  - {id: c, name: C, on: 09-01, only: [VLG]}
subdivisions:
  VLG:
    shifts: {weekend: add sun -2}
  WAL:
    without: b
    holidays:
      - {id: a, name: A of the south, shift: none}
",
    );
    assert_eq!(
        days_of(&pack, "BE", 2026..=2026),
        [
            "2026-02-01 actual a",
            "2026-02-02 substitute a",
            "2026-06-01 actual b"
        ]
    );
    assert_eq!(
        days_of(&pack, "BE-VLG", 2026..=2026),
        [
            "2026-01-30 substitute a",
            "2026-02-01 actual a",
            "2026-09-01 actual c"
        ]
    );
    let south = pack.occurrences(&region("BE-WAL"), 2026..=2026);
    assert_eq!(south.len(), 1);
    assert_eq!(south[0].label(), "A of the south");
    assert_eq!(pack.coverage(&region("BE-BRU")), Coverage::NationalOnly);
}

#[test]
fn a_day_that_a_subdivision_keeps_rests_on_its_own_law() {
    let pack = made_up(
        "cite: the nation's act
url: https://nation.example
basis: law
holidays:
  - {id: a, name: A, on: 02-01, shift: add sun +1}
  - {id: b, name: B, on: 06-01, basis: oracle}
subdivisions:
  VLG:
    cite: the north's decree
    url: https://north.example
    basis: law
    keeps: [a, b]
  WAL:
    cite: the south's decree
    keeps: a
",
    );
    let sources = |code: &str| -> Vec<String> {
        let days = pack.occurrences(&region(code), 2026..=2026);
        let source = |one: &Occurrence| {
            let cite = one.holiday.cite.as_deref().unwrap_or("-");
            format!("{} {} {cite}", one.date, one.holiday.basis.as_str())
        };
        days.iter().map(source).collect()
    };
    assert_eq!(
        sources("BE-VLG"),
        [
            "2026-02-01 law the north's decree",
            "2026-02-02 law the north's decree",
            "2026-06-01 law the north's decree"
        ]
    );
    assert_eq!(
        sources("BE-WAL"),
        [
            "2026-02-01 named the south's decree",
            "2026-02-02 named the south's decree",
            "2026-06-01 oracle -"
        ]
    );
    let text = "country: BE
name: Belgium
checked: 2026-11-22
horizon: 2030
holidays:
  - {id: a, name: A, on: 02-01}
subdivisions:
  VLG:
    without: a
    keeps: [a, b]
";
    let (_, problems) = Pack::read(&SourceFile::new("BE.yaml", text), "BE");
    let said: Vec<&str> = problems.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(
        said,
        [
            "VLG: of `a` it is said twice what holds here",
            "VLG: there is no national holiday `b`"
        ]
    );
}

#[test]
fn mistakes_are_reported_where_they_are_and_left_out() {
    let text = "country: BE
name: Belgium
checked: 2026-11-22
horizon: 2030
holydays: []
holidays:
  - {id: a, name: A, on: 02-30}
  - {id: b, name: B, on: 06-01, class: festive}
  - {id: c, on: 06-02}
  - {id: d, name: D, on: 06-03, dates: [2026-06-03]}
  - {id: e, name: E, on: 06-04, shift: sometimes}
  - {id: f, name: F, on: 06-05}
";
    let source = SourceFile::new("BE.yaml", text);
    let (pack, problems) = Pack::read(&source, "BE");
    assert_eq!(days_of(&pack, "BE", 2026..=2026), ["2026-06-05 actual f"]);
    assert_eq!(problems.len(), 6, "{problems:?}");
    assert_eq!(source.slice(problems[0].span), "holydays");
    assert_eq!(
        source.slice(problems[1].span),
        "{id: a, name: A, on: 02-30}"
    );
    assert!(
        problems[2].message.contains("`festive` is not a class"),
        "{problems:?}"
    );
}

#[test]
fn no_range_of_years_is_too_long_or_too_odd() {
    let united_states = region("US");
    let all = |years| occurrences(&united_states, years).unwrap().len();
    assert_eq!(all(i32::MIN..=i32::MAX), all(1900..=2199));
    assert!(all(1900..=2199) > 3000);
    #[expect(clippy::reversed_empty_ranges, reason = "the point of the test")]
    let backwards = 2030..=2020;
    assert!(occurrences(&united_states, backwards).unwrap().is_empty());
    assert!(
        public_holidays(&united_states, day("2026-12-31"), day("2026-01-01"))
            .unwrap()
            .certain
            .is_empty()
    );
    // Three groups of islands where nobody lives, or soldiers alone.
    let empty: Vec<_> = countries()
        .filter(|country| {
            occurrences(&region(country), 1900..=2199)
                .unwrap()
                .is_empty()
        })
        .collect();
    assert_eq!(empty, ["BV", "HM", "IO"]);
}

#[test]
fn a_name_looks_up_itself() {
    for class in Class::ALL {
        assert_eq!(class.as_str().parse(), Ok(class));
    }
    for role in [Role::Actual, Role::Substitute, Role::Bridge, Role::Eve] {
        assert_eq!(role.as_str().parse(), Ok(role));
    }
    for basis in [
        Basis::Law,
        Basis::Named,
        Basis::Announced,
        Basis::Oracle,
        Basis::Estimate,
    ] {
        assert_eq!(basis.as_str().parse(), Ok(basis));
    }
}

#[test]
fn a_part_with_a_calendar_of_its_own_does_not_get_its_mother_countrys() {
    for (code, twin) in [
        ("CN-HK", "HK"),
        ("CN-MO", "MO"),
        ("CN-TW", "TW"),
        ("NL-AW", "AW"),
    ] {
        let days = |code: &str| -> Vec<String> {
            let days = occurrences(&region(code), 2026..=2026).unwrap();
            days.iter().map(|one| one.date.to_string()).collect()
        };
        assert_eq!(days(code), days(twin));
        assert_ne!(days(code), days(&code[..2]));
        assert_eq!(coverage(&region(code)), Ok(Coverage::Own));
    }
    for code in ["CN-BJ", "US-PR", "PR", "FR-976", "FR-NC"] {
        let region: Region = code.parse().unwrap();
        assert!(occurrences(&region, 2026..=2026).is_ok(), "{code}");
    }
}

#[test]
fn a_part_of_a_part_keeps_the_days_of_what_is_around_it() {
    let days = |code: &str| -> Vec<Day> {
        let region: Region = code.parse().unwrap();
        let found = occurrences(&region, 2026..=2026).unwrap();
        found.iter().map(|one| one.date).collect()
    };
    assert_eq!(days("GB-LND"), days("GB-ENG"));
    assert_ne!(days("GB-LND"), days("GB"));
    assert_eq!(coverage(&"GB-LND".parse().unwrap()), Ok(Coverage::Own));
}

/// Whole years of the sets, as their laws draw them up, county by county where that matters.
#[test]
fn every_year_of_a_legal_set_is_the_list_of_its_law() {
    let mut wrong = String::new();
    for (id, place, years) in [
        (
            "FR-L3133-1",
            "FR",
            &[
                "2024 01-01 04-01 05-01 05-08 05-09 05-20 07-14 08-15 11-01 11-11 12-25",
                "2026 01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25",
                "2027 01-01 03-29 05-01 05-06 05-08 05-17 07-14 08-15 11-01 11-11 12-25",
            ][..],
        ),
        // Good Friday and Saint Stephen's Day of Alsace and Moselle are not in the article.
        (
            "FR-L3133-1",
            "FR-68",
            &["2026 01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25"],
        ),
        // No day of one state, and none in the place of a weekend's.
        (
            "AU-national",
            "AU-VIC",
            &[
                "2025 01-01 01-26 04-18 04-21 04-25 12-25 12-26",
                "2026 01-01 01-26 04-03 04-06 04-25 12-25 12-26",
                "2028 01-01 01-26 04-14 04-17 04-25 12-25 12-26",
            ],
        ),
        // Thirteen by name. The law is silent on weekends, so that the Friday before a Saturday counts as well.
        (
            "US-PA-2245",
            "US-PA",
            &[
                "2025 01-01 01-20 02-17 04-18 05-26 06-14 07-04 09-01 10-13 11-04 11-11 11-27 12-25",
                "2026 01-01 01-19 02-16 04-03 05-25 06-14 07-03 07-04 09-07 10-12 11-03 11-11 11-26 12-25",
                "2028 01-01 01-17 02-21 04-14 05-29 06-14 07-04 09-04 10-09 11-07 11-10 11-11 11-23 12-25",
            ],
        ),
        (
            "US-LA-PSC",
            "US-LA",
            &[
                "2025 01-01 01-20 03-04 04-18 05-26 07-04 09-01 11-11 11-27 11-28 12-25",
                "2026 01-01 01-19 02-17 04-03 05-25 07-03 07-04 09-07 11-03 11-11 11-26 11-27 12-25",
            ],
        ),
        // Juneteenth on a Monday; 4 July 2026 and 24 July 2027 on Saturdays; Good Friday from May 2026.
        (
            "US-UT-63G-1-301",
            "US-UT",
            &[
                "2025 01-01 01-20 02-17 05-26 06-16 07-04 07-24 09-01 10-13 11-11 11-27 12-25",
                "2026 01-01 01-19 02-16 04-05 05-25 06-15 07-03 07-04 07-24 09-07 10-12 11-11 11-26 12-25",
            ],
        ),
        // Sunday's is kept on Monday too, Saturday's on the Monday after; election day every other year.
        (
            "US-RI-25-1-1",
            "US-RI",
            &[
                "2025 01-01 01-20 02-17 05-04 05-05 05-26 06-19 07-04 08-11 09-01 10-13 11-11 11-27 12-25",
                "2026 01-01 01-19 02-16 05-04 05-25 06-19 07-04 07-06 08-10 09-07 10-12 11-03 11-11 11-26 12-25",
            ],
        ),
        (
            "US-AL-state",
            "US-AL",
            &[
                "2026 01-01 01-19 02-16 04-27 05-25 06-01 06-19 07-03 07-04 09-07 10-12 11-11 11-26 12-25",
            ],
        ),
        (
            "US-AL-state",
            "US-AL/Mobile",
            &[
                "2026 01-01 01-19 02-16 02-17 04-27 05-25 06-01 06-19 07-03 07-04 09-07 10-12 11-11 11-26 12-25",
            ],
        ),
        (
            "US-NE-legal",
            "US-NE",
            &[
                "2025 01-01 01-20 02-17 04-25 05-26 06-19 07-04 09-01 10-13 11-11 11-27 11-28 12-25",
                "2026 01-01 01-19 02-16 04-24 05-25 06-19 07-03 07-04 09-07 10-12 11-11 11-26 11-27 12-25",
            ],
        ),
        // 2 July where the 1st is a Sunday; no other substitute.
        (
            "CA-QC-collection",
            "CA-QC",
            &[
                "2026 01-01 04-03 04-06 05-18 06-24 07-01 09-07 10-12 12-25",
                "2029 01-01 03-30 04-02 05-21 06-24 07-02 09-03 10-08 12-25",
                "2027 01-01 03-26 03-29 05-24 06-24 07-01 09-06 10-11 12-25",
            ],
        ),
        // Ten of them on Mondays; in 2025 two fall on 30 June.
        (
            "CO-festivos",
            "CO",
            &[
                "2024 01-01 01-08 03-25 03-28 03-29 05-01 05-13 06-03 06-10 07-01 07-20 08-07 08-19 10-14 11-04 11-11 12-08 12-25",
                "2025 01-01 01-06 03-24 04-17 04-18 05-01 06-02 06-23 06-30 07-20 08-07 08-18 10-13 11-03 11-17 12-08 12-25",
            ],
        ),
        // Elections declared in 2024 and 2026; the Monday after a Sunday, and nothing for a Saturday.
        (
            "ZA-36-1994",
            "ZA",
            &[
                "2024 01-01 03-21 03-29 04-01 04-27 05-01 05-29 06-16 06-17 08-09 09-24 12-16 12-25 12-26",
                "2026 01-01 03-21 04-03 04-06 04-27 05-01 06-16 08-09 08-10 09-24 11-04 12-16 12-25 12-26",
                "2025 01-01 03-21 04-18 04-21 04-27 04-28 05-01 06-16 08-09 09-24 12-16 12-25 12-26",
            ],
        ),
        // Saint Francis from 2026 on; National Unity is the first Sunday of November.
        (
            "IT-national",
            "IT",
            &[
                "2025 01-01 01-06 04-20 04-21 04-25 05-01 06-02 08-15 11-01 11-02 12-08 12-25 12-26",
                "2026 01-01 01-06 04-05 04-06 04-25 05-01 06-02 08-15 10-04 11-01 12-08 12-25 12-26",
            ],
        ),
        // The day before each of them but Easter Monday and Saint Stephen's, whose eves are holidays.
        (
            "IT-national-eves",
            "IT",
            &["2026 01-05 04-04 04-24 04-30 06-01 08-14 10-03 10-31 12-07 12-24 12-31"],
        ),
        (
            "NO-helligdager",
            "NO",
            &[
                "2026 01-01 04-02 04-03 04-05 04-06 05-01 05-14 05-17 05-24 05-25 12-25 12-26",
                "2027 01-01 03-25 03-26 03-28 03-29 05-01 05-06 05-16 05-17 12-25 12-26",
            ],
        ),
        (
            "BR-national",
            "BR-RJ",
            &[
                "2023 01-01 04-07 04-21 05-01 09-07 10-12 11-02 11-15 12-25",
                "2026 01-01 04-03 04-21 05-01 09-07 10-12 11-02 11-15 11-20 12-25",
            ],
        ),
        (
            "PT-national",
            "PT",
            &["2026 01-01 04-03 04-05 04-25 05-01 06-04 06-10 08-15 10-05 11-01 12-01 12-08 12-25"],
        ),
        // The national days that fall on a weekday and Madrid's own; 6 December and 1 November are Sundays.
        (
            "ES-LGDCU",
            "ES-MD",
            &["2025 01-01 01-06 04-17 04-18 05-01 05-02 07-25 08-15 11-01 12-06 12-08 12-25"],
        ),
    ] {
        let set = set(id).unwrap();
        for expected in years {
            let year: i32 = expected[..4].parse().unwrap();
            let days = set.occurrences(&region(place), year..=year);
            let mut days: Vec<String> = days.iter().map(|one| one.date.to_string()).collect();
            days.dedup();
            let found = std::iter::once(format!("{year}"))
                .chain(days.iter().map(|day| day[5..].to_owned()))
                .collect::<Vec<_>>()
                .join(" ");
            if found != **expected {
                wrong += &format!("\n{id} {place}\n  law   {expected}\n  found {found}");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
