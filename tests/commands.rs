//! `courtesy holidays` and `courtesy hours` as a user runs them, on days that are given, in an
//! environment of which nothing is known.

#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};

/// What a run of the program left behind.
struct Run {
    code: i32,
    out: String,
    err: String,
}

fn courtesy(line: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let output = assert_cmd::Command::new(env!("CARGO_BIN_EXE_courtesy"))
        .args(line.split(' ').filter(|word| !word.is_empty()))
        .env_clear()
        .current_dir(folder.path())
        .output()
        .unwrap();
    Run {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Standard output of a run that must succeed and say nothing else.
fn out(line: &str) -> String {
    let run = courtesy(line);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{line}");
    run.out
}

fn objects(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn hours(arguments: &str) -> Value {
    // What is held of parts of the country is a note beside the answer.
    let run = courtesy(&format!("hours {arguments} --format json"));
    assert_eq!(run.code, 0, "{}", run.err);
    let mut found = objects(&run.out);
    assert_eq!(found.len(), 1);
    found.remove(0)
}

fn keys(object: &Value) -> Vec<&str> {
    object
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

/// The records of a text after RFC 4180, read by a reader that knows nothing of the writer.
fn records(text: &str) -> Vec<Vec<String>> {
    let mut records = vec![vec![String::new()]];
    let (mut quoted, mut chars) = (false, text.chars().peekable());
    while let Some(c) = chars.next() {
        let record = records.last_mut().unwrap();
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                record.last_mut().unwrap().push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(String::new()),
            '\r' if !quoted => {
                assert_eq!(chars.next(), Some('\n'), "a record ends with CR LF");
                records.push(vec![String::new()]);
            }
            other => record.last_mut().unwrap().push(other),
        }
    }
    assert!(!quoted);
    assert_eq!(records.pop().unwrap(), [""], "the last record is ended too");
    records
}

#[test]
fn manitoba_keeps_thanksgiving_on_the_second_monday_of_october() {
    let found = objects(&out("holidays CA-MB --year 2026 --format json"));
    assert_eq!(found.len(), 1);
    let region = &found[0];
    assert_eq!(
        keys(region),
        [
            "checked",
            "from",
            "holds_to",
            "holidays",
            "region",
            "rest_days",
            "review",
            "to"
        ]
    );
    assert_eq!(region["holds_to"], json!(2030));
    assert_eq!(
        region["rest_days"],
        json!([{"from": "2026-01-01", "days": ["sat", "sun"]}])
    );
    assert_eq!(
        (&region["region"], &region["from"], &region["to"]),
        (&json!("CA-MB"), &json!(2026), &json!(2026))
    );
    let days = region["holidays"].as_array().unwrap();
    let thanksgiving = days.iter().find(|day| day["date"] == "2026-10-12").unwrap();
    assert_eq!(
        *thanksgiving,
        json!({
            "id": "thanksgiving",
            "date": "2026-10-12",
            "name": "Thanksgiving Day",
            "local_names": {"fr": "Action de grâces"},
            "role": "actual",
            "classes": ["public"],
            "confidence": "computed",
            "source": "The Employment Standards Code, C.C.S.M. c. E110, s. 21(1); https://manitoba.ca/labour/standards/print,doc,gen-holidays-before-april-30-07,factsheet.html",
            "basis": "law",
        })
    );
    // Every key in the order of the manual, the ones that are not always there left out.
    let friday = r#"{"date":"2026-11-27","name":"Friday after Thanksgiving","role":"actual","classes":["public"],"confidence":"computed","source":"#;
    assert!(out("holidays US-FL --year 2026 --format json").contains(friday));
}

#[test]
fn a_range_of_years_is_listed_in_order_and_classes_narrow_it() {
    let found = objects(&out(
        "holidays CA-MB US-FL --year 2025..2027 --class public --format json",
    ));
    let codes: Vec<&Value> = found.iter().map(|region| &region["region"]).collect();
    assert_eq!(codes, ["CA-MB", "US-FL"]);
    for region in &found {
        assert_eq!(
            (&region["from"], &region["to"]),
            (&json!(2025), &json!(2027))
        );
        let days = region["holidays"].as_array().unwrap();
        let dates: Vec<&str> = days
            .iter()
            .map(|day| day["date"].as_str().unwrap())
            .collect();
        assert!(dates.is_sorted());
        for year in ["2025-", "2026-", "2027-"] {
            let christmas = format!("{year}12-25");
            assert!(dates.contains(&christmas.as_str()), "{christmas}");
        }
        assert!(days.iter().all(|day| {
            day["classes"]
                .as_array()
                .unwrap()
                .contains(&json!("public"))
        }));
    }
    let banks = objects(&out(
        "holidays CA-MB --year 2026 --class bank,optional --format json",
    ));
    let names: Vec<&Value> = banks[0]["holidays"]
        .as_array()
        .unwrap()
        .iter()
        .map(|day| &day["name"])
        .collect();
    assert!(names.contains(&&json!("Remembrance Day")) && names.contains(&&json!("Terry Fox Day")));
    assert!(!names.contains(&&json!("Thanksgiving Day")));
}

#[test]
fn the_year_is_this_one_unless_another_is_asked_for() {
    let found = objects(&out("holidays CA --today 2029-05-01 --format json"));
    assert_eq!(
        (&found[0]["from"], &found[0]["to"]),
        (&json!(2029), &json!(2029))
    );
}

#[test]
fn substitutes_and_half_days_say_what_they_are() {
    let found = objects(&out("holidays AU-SA --year 2027 --format json"));
    let days = found[0]["holidays"].as_array().unwrap();
    let on = |date: &str| days.iter().find(|day| day["date"] == date).unwrap();
    assert_eq!(on("2027-12-27")["role"], "substitute");
    assert_eq!(on("2027-12-24")["role"], "eve");
    assert_eq!(on("2027-12-24")["hours"], "19:00-24:00");
    assert_eq!(on("2027-12-25").get("hours"), None);
    let csv = records(&out("holidays AU-SA --year 2027 --format csv"));
    let substitute = csv.iter().find(|record| record[1] == "2027-12-27").unwrap();
    assert_eq!(substitute[5..7], ["substitute", "2027-12-25"]);
}

#[test]
fn csv_has_a_header_and_quotes_what_needs_it() {
    let text = out("holidays CA-MB US-FL --year 2026 --format csv");
    assert!(text.starts_with(
        "region,date,weekday,name,local_name,role,instead_of,classes,hours,confidence,source,by,holds_to\r\n"
    ));
    let records = records(&text);
    assert!(records.iter().all(|record| record.len() == 13));
    assert_eq!(
        records
            .iter()
            .filter(|record| record[0] == "region")
            .count(),
        1
    );
    let thanksgiving = records
        .iter()
        .find(|record| record[0] == "CA-MB" && record[1] == "2026-10-12")
        .unwrap();
    assert_eq!(
        *thanksgiving,
        [
            "CA-MB",
            "2026-10-12",
            "Monday",
            "Thanksgiving Day",
            "Action de grâces",
            "actual",
            "",
            "public",
            "",
            "computed",
            "The Employment Standards Code, C.C.S.M. c. E110, s. 21(1); https://manitoba.ca/labour/standards/print,doc,gen-holidays-before-april-30-07,factsheet.html",
            "",
            "2030",
        ]
    );
    assert!(text.contains(
        ",\"The Employment Standards Code, C.C.S.M. c. E110, s. 21(1); https://manitoba.ca/labour/standards/print,doc,gen-holidays-before-april-30-07,factsheet.html\",,2030\r\n"
    ));
    assert!(text.contains("\"Birthday of Martin Luther King, Jr.\""));
}

#[test]
fn counties_with_days_of_their_own_are_named_and_others_are_not_known() {
    let of = |region: &str| {
        let ran = courtesy(&format!("holidays {region} --year 2027"));
        (ran.out, ran.err)
    };
    let (state, note) = of("US-AL");
    assert!(
        state.contains("Baldwin and Mobile have days beside these"),
        "{state}"
    );
    assert!(
        !state.contains("2027-02-09") && note.is_empty(),
        "{state}{note}"
    );
    let (county, note) = of("us-al/mobile");
    assert!(
        county.contains("2027-02-09") && note.is_empty(),
        "{county}{note}"
    );
    // A slip of the pen must not look like a county without days.
    let (slip, note) = of("US-AL/Mobil");
    assert!(!slip.contains("2027-02-09"), "{slip}");
    assert!(
        note.contains("known are those of Baldwin, Mobile"),
        "{note}"
    );
    let (_, note) = of("US-TX/Dallas");
    assert!(
        note.contains("days that Dallas (US-TX/Dallas) alone may have are not known"),
        "{note}"
    );
}

#[test]
fn days_of_rest_are_listed_as_people_list_them() {
    let sharjah = out("holidays AE-SH --year 2021..2022");
    assert!(
        sharjah.contains(
            "Weekly days of rest: Friday and Saturday; from Sat 2022-01-01 on Friday, Saturday and Sunday."
        ),
        "{sharjah}"
    );
}

#[test]
fn all_lists_every_country_and_its_parts() {
    let found = objects(&out("holidays --all --year 2026 --format json"));
    let codes: Vec<&str> = found
        .iter()
        .map(|one| one["region"].as_str().unwrap())
        .collect();
    for code in [
        "CA", "CA-MB", "DE", "DE-BY", "FR", "JP", "US", "US-FL", "US-PR",
    ] {
        assert!(codes.contains(&code), "{code}");
    }
    // Three groups of islands where nobody lives, or soldiers alone.
    let empty: Vec<&str> = found
        .iter()
        .filter(|one| one["holidays"].as_array().unwrap().is_empty())
        .map(|one| one["region"].as_str().unwrap())
        .collect();
    assert_eq!(empty, ["BV", "HM", "IO"]);
}

#[test]
fn a_place_with_two_codes_has_the_same_days_under_both() {
    let run = courtesy("holidays HK CN-HK --year 2026 --format json");
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let found = objects(&run.out);
    assert_eq!(found[0]["holidays"], found[1]["holidays"]);
    let text = out("holidays CN-HK --year 2026");
    assert!(text.contains("2026-07-01"), "{text}");
}

#[test]
fn an_unknown_region_is_an_error_with_a_suggestion() {
    for command in ["holidays", "hours"] {
        let run = courtesy(&format!("{command} CA-MN"));
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        assert!(
            run.err
                .contains("`CA-MN` is not a subdivision of Canada; did you mean CA-MB (Manitoba)?"),
            "{}",
            run.err
        );
    }
}

#[test]
fn a_subdivision_of_which_no_days_are_known_is_pointed_out() {
    let run = courtesy("holidays KE-30 --year 2026 --class public");
    assert_eq!(run.code, 0);
    assert_eq!(
        run.err,
        "note: days that Nairobi City (KE-30) alone may have are not known; listed are those of all of Kenya\n"
    );
    assert!(run.out.contains("Fri 2026-12-25"));
}

#[test]
fn years_past_the_data_are_listed_and_said_not_to_be_confirmed() {
    let text = out("holidays CN --year 2026..2027");
    assert!(
        text.ends_with("\nPast 2026 these are not confirmed.\n"),
        "{text}"
    );
    assert!(text.contains("Working days in exchange, though at a weekend: Sun 2026-01-04,"));
    let text = out("holidays CN --year 2030");
    assert!(
        text.ends_with("\nThe data hold to 2026; these days are not confirmed.\n"),
        "{text}"
    );
    let run = courtesy("holidays CN CA --year 2026..2027 --format json");
    assert_eq!(run.code, 0);
    assert_eq!(run.err, "note: past 2026 these are not confirmed: CN\n");
}

#[test]
fn weekly_days_of_rest_are_those_of_the_place_and_the_time() {
    let text = out("holidays AE --year 2021..2022");
    let rest = "Weekly days of rest: Friday and Saturday; from Sat 2022-01-01 on Saturday and Sunday, and half of Friday.";
    assert!(text.contains(rest), "{text}");
    let found = objects(&out("holidays AE CN GY --year 2021..2024 --format json"));
    assert_eq!(
        found[0]["rest_days"],
        json!([
            {"from": "2021-01-01", "days": ["fri", "sat"]},
            {"from": "2022-01-01", "days": ["sat", "sun"], "half": ["fri"]},
        ])
    );
    assert_eq!(found[0].get("working_days"), None);
    let worked = found[1]["working_days"].as_array().unwrap();
    assert!(worked.contains(&json!("2024-02-04")), "{worked:?}");
    assert_eq!(found[2]["rest_days"][0]["assumed"], json!(true));
    assert!(out("holidays MY-03 --year 2026").contains("rest: Friday and Saturday."));
    assert!(!out("holidays MY-10 --year 2026").contains("days of rest"));
    assert!(out("holidays GY --year 2026").contains("are taken to be Saturday and Sunday."));
}

#[test]
fn wrong_arguments_say_what_is_accepted() {
    for (line, why) in [
        ("holidays CA --year 2027..2025", "write 2025..2027"),
        ("holidays CA --year 1900..2199", "at most 200 years"),
        (
            "holidays CA --year 2200",
            "years from 1900 to 2199 are accepted",
        ),
        ("holidays CA --year twenty", "write 2026 or 2025..2027"),
        (
            "holidays CA --class pubic",
            "write public, bank, government, school, optional",
        ),
        (
            "holidays CA --format xml",
            "[possible values: text, json, csv]",
        ),
        ("holidays CA --all", "cannot be used with"),
        ("holidays", "<REGION>"),
        ("hours", "<REGION>"),
        (
            "hours US --channel phone",
            "[possible values: call, voicemail, sms, email",
        ),
        // A task reaches nobody, so that no law is about its hours.
        (
            "hours US --channel task",
            "[possible values: call, voicemail, sms, email",
        ),
        (
            "hours US --audience everyone",
            "[possible values: consumer, business, mixed]",
        ),
        (
            "hours US --relationship friend",
            "[possible values: prospect, inquirer,",
        ),
        (
            "hours US --consent maybe",
            "[possible values: none, implied,",
        ),
        (
            "hours US --purpose fun",
            "[possible values: sales, marketing,",
        ),
        (
            "hours US --voice robot",
            "[possible values: human, prerecorded, ai]",
        ),
        (
            "hours US --on 2026-02-30",
            "there is no day 2026-02-30 in the calendar",
        ),
        ("hours US --format csv", "[possible values: text, json]"),
    ] {
        let run = courtesy(line);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{line}");
        assert!(run.err.contains(why), "{line}: {}", run.err);
    }
}

#[test]
fn florida_allows_calls_until_eight_and_three_a_day() {
    let found = hours("US-FL --on 2026-11-23");
    assert_eq!(
        keys(&found),
        [
            "allowed",
            "audience",
            "besides",
            "by_limits",
            "caps",
            "channel",
            "closed_because",
            "on",
            "provisions",
            "public_holiday",
            "region",
            "safe"
        ]
    );
    assert_eq!(found["region"], "US-FL");
    assert_eq!(found["on"], "2026-11-23");
    assert_eq!(
        (&found["channel"], &found["audience"]),
        (&json!("call"), &json!("consumer"))
    );
    assert_eq!(found["allowed"], json!([["08:00", "20:00"]]));
    assert_eq!(found["closed_because"], Value::Null);
    assert_eq!(
        found["caps"],
        json!([{"max": 3, "per": "24h", "provision": "US-FL-cap"}])
    );
    let provisions = found["provisions"].as_array().unwrap();
    let ids: Vec<&Value> = provisions.iter().map(|one| &one["id"]).collect();
    assert_eq!(
        ids,
        ["US-FL-hours", "US-hours-calls", "US-hours-tsr", "US-FL-cap"]
    );
    assert_eq!(
        provisions[0],
        json!({
            "id": "US-FL-hours",
            "reference": "Fla. Stat. 501.616(6)(a)",
            "url": "https://www.leg.state.fl.us/Statutes/index.cfm?App_mode=Display_Statute&URL=0500-0599/0501/Sections/0501.616.html",
            "force": "law",
            "confidence": "high",
            "in_force_from": "2021-07-01",
            "in_force_to": null,
            "says": "A sales call may be made only from 8 in the morning to 8 in the evening in the time zone of the person called.",
        })
    );
}

#[test]
fn louisiana_is_closed_on_mardi_gras_and_on_sundays() {
    let mardi_gras = hours("US-LA --on 2027-02-09");
    assert_eq!(mardi_gras["allowed"], json!([]));
    assert_eq!(
        mardi_gras["closed_because"],
        "Mardi Gras (US-LA-holidays, LPSC General Order R-29617)"
    );
    let sunday = hours("US-LA --on 2027-02-07");
    assert_eq!(sunday["allowed"], json!([]));
    assert!(
        sunday["closed_because"]
            .as_str()
            .unwrap()
            .starts_with("Sunday (US-LA-hours,"),
        "{sunday}"
    );
    let tuesday = hours("US-LA --on 2027-02-16");
    assert_eq!(tuesday["allowed"], json!([["08:00", "20:00"]]));
    assert_eq!(tuesday["closed_because"], Value::Null);
}

#[test]
fn hours_follow_the_weekday() {
    for (region, day, allowed) in [
        ("US-TX", "2026-11-21", ["09:00", "21:00"]),
        ("US-TX", "2026-11-22", ["12:00", "21:00"]),
        ("CA", "2026-11-20", ["09:00", "21:30"]),
        ("CA", "2026-11-21", ["10:00", "18:00"]),
        ("CA", "2026-11-22", ["10:00", "18:00"]),
    ] {
        let found = hours(&format!("{region} --on {day}"));
        assert_eq!(found["allowed"], json!([allowed]), "{region} on {day}");
    }
}

#[test]
fn a_clock_that_is_not_everybodys_leaves_what_is_allowed_in_every_zone() {
    // Nine to nine in both of South Dakota's zones, by either of which the statute may be read.
    let recorded = "US-SD --voice prerecorded --on 2026-11-23";
    assert_eq!(hours(recorded)["allowed"], json!([["10:00", "20:00"]]));
    let text = out(&format!("hours {recorded}"));
    assert!(
        text.contains(
            "allowed in every zone: America/Chicago 10:00-21:00; America/Denver 09:00-20:00."
        ),
        "{text}"
    );
}

#[test]
fn what_lifts_a_provision_takes_it_out_and_is_named() {
    let customer = "US-TX --relationship customer --on 2026-11-22";
    assert_eq!(hours(customer)["allowed"], json!([["08:00", "21:00"]]));
    let text = out(&format!("hours {customer}"));
    assert!(
        text.contains("US-TX-hours (Tex. Bus. & Com. Code 301.051): there is an established relationship (customer)"),
        "{text}"
    );
    let text = out("hours US-UT --on 2026-12-02");
    assert!(
        text.contains("it is not in force before 2027-01-01"),
        "{text}"
    );
}

#[test]
fn a_disputed_exemption_goes_on_binding_and_says_so() {
    let found = hours("US-LA --relationship customer --on 2027-02-09");
    assert_eq!(found["allowed"], json!([]));
    let provision = &found["provisions"][0];
    assert_eq!(
        (
            &provision["id"],
            &provision["bearing"],
            &provision["because"]
        ),
        (
            &json!("US-LA-holidays"),
            &json!("disputed"),
            &json!("there is an established relationship (customer)")
        )
    );
}

#[test]
fn what_could_not_be_verified_is_named_and_does_not_narrow_the_answer() {
    let business = "US-FL --audience business --on 2026-11-23";
    let found = hours(business);
    assert_eq!(found["allowed"], json!([["00:00", "24:00"]]));
    assert_eq!(found["provisions"][0]["bearing"], "unverified");
    let text = out(&format!("hours {business}"));
    assert!(
        text.starts_with("In Florida a business may be called from 08:00 to 21:00 on Mon 2026-11-23, local time; whether at other hours too could not be verified (US-hours-calls: "),
        "{text}"
    );
    assert_eq!(found["safe"], json!([["08:00", "21:00"]]));
    assert!(text.contains("Could not be verified, and does not narrow the answer:"));
}

#[test]
fn a_country_alone_names_its_parts_that_are_stricter() {
    let text = out("hours US --on 2026-11-22");
    let line = text
        .lines()
        .find(|line| line.starts_with("Less is allowed that day in "))
        .unwrap();
    assert!(
        line.contains(" subdivisions whose law Courtesy holds too: "),
        "{line}"
    );
    // Closed on Sundays, and open from noon.
    assert!(line.contains("US-LA") && line.contains("US-TX"), "{line}");
    // California's hours are about recordings alone.
    assert!(!line.contains("US-CA"), "{line}");
    let text = out("hours US-OH --on 2026-11-22");
    assert!(text.contains(
        "\nCourtesy holds no law of Ohio itself; this is the law of its country alone.\n"
    ));
}

#[test]
fn what_an_answer_leaves_out_is_said_beside_the_json_too() {
    let run = courtesy("hours CA-MB --on 2026-11-22 --format json");
    assert_eq!(objects(&run.out)[0]["allowed"], json!([["10:00", "18:00"]]));
    assert_eq!(
        run.err,
        "note: Courtesy holds no law of Manitoba itself; this is the law of its country alone\n"
    );
    let run = courtesy("hours US --on 2026-11-22 --format json");
    assert!(
        run.err.starts_with("note: Less is allowed that day in "),
        "{}",
        run.err
    );
}

#[test]
fn where_no_law_is_held_courtesy_is_marked_as_courtesy() {
    let run = courtesy("hours TH --on 2026-11-23 --format json");
    assert_eq!(run.code, 0);
    assert_eq!(
        run.err,
        "note: Courtesy holds no law for Thailand; the hours are its own limit for courtesy, not law\n"
    );
    let found = &objects(&run.out)[0];
    assert_eq!(found["allowed"], json!([["09:00", "20:00"]]));
    assert_eq!(
        (&found["provisions"], &found["caps"]),
        (&json!([]), &json!([]))
    );
    let text = out("hours TH --on 2026-12-25");
    assert!(text.starts_with(
        "Courtesy holds no law for Thailand. By courtesy, a consumer is called from 09:00 to 20:00, local time: that is the built-in limit `hours`, not law.\n"
    ), "{text}");
    assert!(text.contains("No public holiday on Fri 2026-12-25."));
    let text = out("hours HU --channel email --on 2026-12-25");
    assert!(text.starts_with(
        "Courtesy holds no law for Hungary. Courtesy has no hours of its own for the channel email.\n"
    ));
    assert!(text.contains("Public holiday on"), "{text}");
}

#[test]
fn where_nothing_was_found_the_answer_says_that_somebody_looked() {
    let run = courtesy("hours DE --on 2026-11-23 --format json");
    assert_eq!(run.code, 0);
    let looked =
        "Courtesy has looked and found no hours, holiday bans or caps in the law of Germany";
    assert_eq!(
        run.err,
        format!("note: {looked}; the hours are its own limit for courtesy, not law\n")
    );
    let found = &objects(&run.out)[0];
    assert_eq!(found["allowed"], json!([["09:00", "20:00"]]));
    let text = out("hours DE-BY --on 2026-12-23");
    assert!(text.starts_with(looked), "{text}");
    assert!(text.contains("the built-in limit `hours`, not law.\n"));
    assert!(text.contains("The law of Germany was checked on 2026-11-22."));
    assert!(text.contains("which does not prove that there are none."));
}

#[test]
fn a_reader_that_closes_the_pipe_is_no_error() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_courtesy"))
        .args([
            "holidays",
            "--all",
            "--year",
            "2000..2100",
            "--format",
            "csv",
        ])
        .env_clear()
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn holidays_as_a_table() {
    insta::assert_snapshot!(out("holidays CA-MB --year 2026"));
}

#[test]
fn estimated_days_and_half_days_as_a_table() {
    insta::assert_snapshot!(out("holidays AE AU-SA --year 2027 --class public"));
}

#[test]
fn hours_as_text() {
    insta::assert_snapshot!(out("hours US-LA --on 2027-02-09 --relationship customer"));
}
