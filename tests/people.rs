//! What people meet who look at a terminal, or cannot: a watch, narrow terminals, findings in words alone.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod support;

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;
use support::{Folder, courtesy};

const GOOD: &str = include_str!("../fixtures/stories/honest/2-no-decline-popup-honest.yaml");

#[test]
fn without_graphics_there_are_words_alone() {
    let run = courtesy()
        .args(["check", "fixtures/stories", "--today", "2026-11-22"])
        .env("NO_GRAPHICS", "1")
        .output()
        .unwrap();
    let text = String::from_utf8(run.stdout).unwrap();
    assert!(text.contains("label at line"));
    let drawn = text.chars().find(|c| ('\u{2500}'..='\u{257f}').contains(c));
    assert_eq!(drawn, None);
    // Each place is told once, and ends where it begins or after it.
    for line in text
        .lines()
        .filter_map(|line| line.split_once(", columns "))
    {
        let mut ends = line.1.split(':').next().unwrap().split(" to ");
        let mut next = || ends.next().unwrap().parse::<u32>().unwrap();
        assert!(next() <= next(), "{line:?}");
    }
}

#[test]
fn a_narrow_terminal_shows_whole_words_within_its_width() {
    let run = courtesy()
        .args(["check", "fixtures/stories", "--today", "2026-11-22"])
        .env("COLUMNS", "40")
        .output()
        .unwrap();
    let text = String::from_utf8(run.stdout).unwrap();
    // Lines that are copied (YAML to write, links, citations) and the signs of miette's labels may run over.
    let wide = text
        .lines()
        .filter(|line| line.starts_with("  × ") || line.starts_with("  │ "))
        .filter(|line| line.chars().count() > 40)
        .collect::<Vec<_>>();
    assert!(wide.is_empty(), "{wide:#?}");
}

#[test]
fn a_watch_checks_again_after_a_change() {
    let folder = Folder::with([("it.yaml", GOOD)]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_courtesy"))
        .args([
            "check",
            ".",
            "--watch",
            "--today",
            "2026-11-22",
            "--format",
            "concise",
        ])
        .args(["--format", "json=report.json"])
        .env_clear()
        .current_dir(folder.path(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (tell, told) = channel();
    for stream in [
        Box::new(child.stdout.take().unwrap()) as Box<dyn Read + Send>,
        Box::new(child.stderr.take().unwrap()),
    ] {
        let tell = tell.clone();
        std::thread::spawn(move || {
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                let _ended = tell.send(line);
            }
        });
    }
    let wait_for = |what: &str| {
        loop {
            let line = told.recv_timeout(Duration::from_mins(2)).expect(what);
            if line.contains(what) {
                break;
            }
        }
    };
    wait_for("watching");
    folder.write("it.yaml", GOOD.replace("purpose:", "porpose:"));
    wait_for("unknown-field");
    folder.write("more.yaml", "campaigns: {x: {nonsense: 1}}\n");
    wait_for("more.yaml");
    // Its own report starts no run: soon there is silence.
    let silent = || told.recv_timeout(Duration::from_secs(1)).is_err();
    assert!((0..200).any(|_| silent()));
    child.kill().unwrap();
    child.wait().unwrap();
}
