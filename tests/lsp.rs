//! The language server, talked to as an editor does.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]
#![allow(
    clippy::needless_pass_by_value,
    reason = "what is said is made where it is said"
)]

mod support;

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use support::{Folder, repository};

/// An editor that shows one folder.
struct Editor {
    server: Child,
    to: Option<ChildStdin>,
    from: Receiver<Value>,
    root: String,
    last: i64,
    /// The diagnostics of each file, as told last.
    shown: BTreeMap<String, Vec<Value>>,
}

/// Long enough for a slow machine; a test that hangs must fail.
const PATIENCE: Duration = Duration::from_secs(20);

impl Editor {
    fn of(folder: &Folder) -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_courtesy"))
            .arg("lsp")
            .current_dir(folder.path("."))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(server.stdout.take().unwrap());
        let (tell, from) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut out) {
                if tell.send(message).is_err() {
                    break;
                }
            }
        });
        let root = folder.path("").canonicalize().unwrap();
        let mut editor = Self {
            to: server.stdin.take(),
            server,
            from,
            root: format!("file://{}", root.to_str().unwrap()),
            last: 0,
            shown: BTreeMap::new(),
        };
        let folders = json!([{"uri": editor.root, "name": "x"}]);
        let told = editor.ask(
            "initialize",
            json!({"processId": null, "rootUri": null, "capabilities": {}, "workspaceFolders": folders}),
        );
        assert!(told["capabilities"]["hoverProvider"].as_bool().unwrap());
        editor.tell("initialized", json!({}));
        editor
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        let to = self.to.as_mut().unwrap();
        write!(to, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        to.flush().unwrap();
    }

    fn tell(&mut self, method: &str, parameters: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": parameters}));
    }

    /// The next message of the server, if one comes.
    fn listen(&mut self) -> Option<Value> {
        let message = self.from.recv_timeout(PATIENCE).ok()?;
        if message["method"] == "textDocument/publishDiagnostics" {
            let uri = message["params"]["uri"].as_str().unwrap();
            let name = uri
                .strip_prefix(&self.root)
                .unwrap()
                .trim_start_matches('/');
            let diagnostics = message["params"]["diagnostics"].as_array().unwrap();
            self.shown.insert(name.to_owned(), diagnostics.clone());
        }
        Some(message)
    }

    fn hear(&mut self) -> Value {
        self.listen().expect("the server says something")
    }

    fn ask(&mut self, method: &str, parameters: Value) -> Value {
        self.last += 1;
        let id = self.last;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": parameters}));
        loop {
            let message = self.hear();
            if message["id"] == id {
                assert!(message["error"].is_null(), "{method}: {message}");
                return message["result"].clone();
            }
        }
    }

    fn uri(&self, name: &str) -> String {
        format!("{}/{name}", self.root)
    }

    fn open(&mut self, name: &str, text: &str) {
        let document =
            json!({"uri": self.uri(name), "languageId": "yaml", "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": document}));
    }

    fn change(&mut self, name: &str, text: &str) {
        let document = json!({"uri": self.uri(name), "version": 2});
        self.tell(
            "textDocument/didChange",
            json!({"textDocument": document, "contentChanges": [{"text": text}]}),
        );
    }

    /// `line:column rule` of a file, once the server shows what is expected.
    fn expect(&mut self, name: &str, expected: &[&str]) {
        let places = |shown: &[Value]| -> Vec<String> {
            let place = |it: &Value| {
                let at = &it["range"]["start"];
                format!(
                    "{}:{} {}",
                    at["line"],
                    at["character"],
                    it["code"].as_str().unwrap()
                )
            };
            shown.iter().map(place).collect()
        };
        for _ in 0..20 {
            if self
                .shown
                .get(name)
                .is_some_and(|it| places(it) == expected)
            {
                return;
            }
            if self.listen().is_none() {
                break;
            }
        }
        panic!(
            "{name}: {:?}, not {expected:?}",
            self.shown.get(name).map(|it| places(it))
        );
    }

    fn at(&self, name: &str, line: u32, character: u32) -> Value {
        json!({"textDocument": {"uri": self.uri(name)}, "position": {"line": line, "character": character}})
    }

    /// The actions at a place, by title.
    fn actions(
        &mut self,
        name: &str,
        line: u32,
        character: u32,
        only: Option<&str>,
    ) -> BTreeMap<String, Value> {
        let at = json!({"line": line, "character": character});
        let mut context = json!({"diagnostics": []});
        if let Some(only) = only {
            context["only"] = json!([only]);
        }
        let asked = json!({"textDocument": {"uri": self.uri(name)}, "range": {"start": at, "end": at}, "context": context});
        let actions = self.ask("textDocument/codeAction", asked);
        let actions = actions.as_array().into_iter().flatten();
        actions
            .map(|it| (it["title"].as_str().unwrap().to_owned(), it.clone()))
            .collect()
    }

    /// A text after an action.
    fn after(&self, name: &str, text: &str, action: &Value) -> String {
        let edits = action["edit"]["changes"][self.uri(name)]
            .as_array()
            .unwrap();
        let place = |at: &Value| {
            let line = at["line"].as_u64().unwrap() as usize;
            let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
            let mut left = at["character"].as_u64().unwrap() as usize;
            let mut offset = start;
            for c in text[start..].chars() {
                if left == 0 {
                    break;
                }
                left -= c.len_utf16();
                offset += c.len_utf8();
            }
            offset
        };
        let mut edits: Vec<(usize, usize, &str)> = edits
            .iter()
            .map(|it| {
                (
                    place(&it["range"]["start"]),
                    place(&it["range"]["end"]),
                    it["newText"].as_str().unwrap(),
                )
            })
            .collect();
        edits.sort_unstable();
        let mut made = text.to_owned();
        for (start, end, new) in edits.into_iter().rev() {
            made.replace_range(start..end, new);
        }
        made
    }

    fn goodbye(mut self) {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        assert!(self.server.wait().unwrap().success());
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        self.to = None;
        let _ended = self.server.kill();
        let _ended = self.server.wait();
    }
}

fn read(out: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if out.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim().split_once(": ") {
            Some(("Content-Length", number)) => length = number.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut text = vec![0; length];
    out.read_exact(&mut text).ok()?;
    serde_json::from_slice(&text).ok()
}

const PEOPLE: &str = "audiences:\n  a: {name: \"ü\u{1f600}\", regions: [NO]}\n";
const CAMPAIGN: &str =
    "campaigns:\n  c:\n    status: ended\n    audience: a\n    cadence: {steps: []}\n";

#[test]
fn findings_follow_what_is_typed_over_all_files() {
    let folder = Folder::with([("a.yaml", "audiences: {}\n"), ("c.yaml", CAMPAIGN)]);
    let mut editor = Editor::of(&folder);
    // Nothing is open; what lies on the disk is looked at all the same.
    editor.expect(
        "c.yaml",
        &[
            "1:2 suppression-missing",
            "2:12 ended-campaign",
            "3:14 unresolved-reference",
        ],
    );
    // Not saved: the trap stands behind a character of two units of UTF-16.
    editor.open("a.yaml", PEOPLE);
    editor.expect("a.yaml", &["1:29 yaml-trap"]);
    editor.expect(
        "c.yaml",
        &["1:2 suppression-missing", "2:12 ended-campaign"],
    );
    editor.change("a.yaml", &PEOPLE.replace("NO", "\"NO\""));
    editor.expect("a.yaml", &[]);
    editor.change("a.yaml", "audiences:\n  a: {regions: [\n");
    editor.expect("a.yaml", &["1:15 syntax"]);
    // A file that is on no disk yet.
    editor.open("new.yaml", &PEOPLE.replace("a:", "b:"));
    editor.expect("new.yaml", &["1:29 yaml-trap"]);
    let new = editor.uri("new.yaml");
    editor.tell(
        "textDocument/didClose",
        json!({"textDocument": {"uri": new}}),
    );
    editor.expect("new.yaml", &[]);
    // Settings are no definitions, and their mistakes are told too.
    folder.write("courtesy.yaml", "version: 1\nrules: {ton: off}\n");
    editor.tell("workspace/didChangeWatchedFiles", json!({"changes": []}));
    editor.expect("courtesy.yaml", &["1:8 configuration"]);
    editor.goodbye();
}

#[test]
fn actions_mend_and_waive() {
    let folder = Folder::with([("a.yaml", PEOPLE), ("c.yaml", CAMPAIGN)]);
    let mut editor = Editor::of(&folder);
    editor.open("a.yaml", PEOPLE);
    let actions = editor.actions("a.yaml", 1, 31, None);
    let mended = editor.after("a.yaml", PEOPLE, &actions["Put `NO` in quotes"]);
    assert_eq!(mended, PEOPLE.replace("NO", "\"NO\""));
    assert!(
        actions["Put `NO` in quotes"]["isPreferred"]
            .as_bool()
            .unwrap()
    );
    let waive = &actions["Waive `yaml-trap` here (write the reason behind it)"];
    let waived = editor.after("a.yaml", PEOPLE, waive);
    assert_eq!(
        waived,
        PEOPLE.replace("  a:", "  # courtesy: allow[yaml-trap]: \n  a:")
    );
    // Without a reason it waives nothing, and says so.
    editor.change("a.yaml", &waived);
    editor.expect("a.yaml", &["1:2 waiver-without-reason", "2:29 yaml-trap"]);
    editor.change("a.yaml", &waived.replace("]: ", "]: read by us alone"));
    editor.expect("a.yaml", &[]);
    // All that is safe at once.
    let two = PEOPLE.replace("[NO]", "[NO, NO]").replace('\n', "\r\n");
    editor.change("a.yaml", &two);
    let all = editor.actions("a.yaml", 0, 0, Some("source.fixAll"));
    let mended = editor.after("a.yaml", &two, &all["Mend all that is safe to mend"]);
    assert_eq!(mended, two.replace("NO", "\"NO\""));
    assert!(
        editor
            .actions("c.yaml", 0, 0, Some("source.fixAll"))
            .is_empty()
    );
    // In a line end of another system, and in a list.
    let steps = "cadences:\r\n  x:\r\n    steps:\r\n      - id: a\r\n        channel: no\r\n";
    editor.open("s.yaml", steps);
    let actions = editor.actions("s.yaml", 4, 18, None);
    let waive = &actions["Waive `yaml-trap` here (write the reason behind it)"];
    assert_eq!(
        editor.after("s.yaml", steps, waive),
        steps.replace(
            "        channel",
            "        # courtesy: allow[yaml-trap]: \r\n        channel"
        )
    );
    editor.goodbye();
}

#[test]
fn hover_shows_the_rule_the_provision_and_the_place() {
    let ring = "\
campaigns:
  c:
    purpose: sales
    audience: {regions: [US-TX], type: consumer, relationship: prospect}
    cadence:
      send_window: {hours: \"06:00-08:00\", time_zone: recipient, zone_from: address}
      steps: [{channel: call}]
# courtesy: allow[nag-interval]: agreed
";
    let folder = Folder::with([("c.yaml", ring)]);
    let mut editor = Editor::of(&folder);
    let mut hover = |line, character| {
        let told = editor.ask(
            "textDocument/hover",
            editor_at(&editor.root, "c.yaml", line, character),
        );
        told["contents"]["value"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    let hours = hover(5, 30);
    assert!(hours.starts_with("**quiet-hours** (error)"), "{hours}");
    assert!(
        hours.contains("**law**: ") && hours.contains("not legal advice"),
        "{hours}"
    );
    let place = hover(3, 26);
    assert!(
        place.contains("Texas") && place.contains("America/Chicago"),
        "{place}"
    );
    assert!(hover(7, 20).starts_with("**nag-interval**"));
    assert_eq!(hover(0, 0), "");
    editor.goodbye();
}

fn editor_at(root: &str, name: &str, line: u32, character: u32) -> Value {
    json!({"textDocument": {"uri": format!("{root}/{name}")}, "position": {"line": line, "character": character}})
}

#[test]
fn ids_lead_to_their_definitions_and_back() {
    let other = "campaigns:\n  d:\n    status: ended\n    exclude: [a]\n    audience: {overlaps: a}\n    cadence: x\ncadences:\n  x:\n    steps:\n      - id: first\n        channel: call\n      - {channel: email}\n";
    let folder = Folder::with([("a.yaml", PEOPLE), ("c.yaml", CAMPAIGN), ("d.yaml", other)]);
    let mut editor = Editor::of(&folder);
    editor.open("d.yaml", other);
    let asked = editor.at("c.yaml", 3, 14);
    let definition = editor.ask("textDocument/definition", asked);
    assert_eq!(definition["uri"], editor.uri("a.yaml"));
    assert_eq!(
        definition["range"],
        json!({"start": {"line": 1, "character": 2}, "end": {"line": 1, "character": 3}})
    );
    // From the definition, and from a reference.
    for (name, line, character) in [("a.yaml", 1, 3), ("d.yaml", 3, 14)] {
        let mut asked = editor.at(name, line, character);
        asked["context"] = json!({"includeDeclaration": true});
        let references = editor.ask("textDocument/references", asked);
        let places: Vec<String> = references
            .as_array()
            .unwrap()
            .iter()
            .map(|it| {
                let uri = it["uri"].as_str().unwrap();
                let at = &it["range"]["start"];
                format!(
                    "{}:{}:{}",
                    uri.rsplit('/').next().unwrap(),
                    at["line"],
                    at["character"]
                )
            })
            .collect();
        assert_eq!(
            places,
            ["a.yaml:1:2", "c.yaml:3:14", "d.yaml:3:14", "d.yaml:4:25"]
        );
    }
    let asked = editor.at("d.yaml", 2, 14);
    assert!(editor.ask("textDocument/definition", asked).is_null());
    let d = editor.uri("d.yaml");
    let outline = editor.ask(
        "textDocument/documentSymbol",
        json!({"textDocument": {"uri": d}}),
    );
    let steps: Vec<&str> = outline[1]["children"][0]["children"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["name"].as_str().unwrap())
        .collect();
    assert_eq!(outline[0]["children"][0]["name"], "d");
    assert_eq!(steps, ["first", "email"]);
    // What is being written has no end yet.
    editor.change("d.yaml", "campaigns:\n  d: {audience: [\n");
    let mut labels = |text: &str, line: u32, character: u32| -> Vec<String> {
        editor.change("d.yaml", text);
        let asked = editor.at("d.yaml", line, character);
        let items = editor.ask("textDocument/completion", asked);
        let items = items.as_array().cloned().unwrap_or_default();
        items
            .iter()
            .map(|it| it["label"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(labels("campaigns:\n  d: {audience: [", 1, 17), ["a"]);
    assert!(labels("audiences:\n  d:\n    regions: [", 2, 14).contains(&"CA-MB".to_owned()));
    assert!(
        labels("audiences:\n  d:\n    time_zones:\n    - ", 3, 6)
            .contains(&"America/Winnipeg".to_owned())
    );
    assert!(labels("# courtesy: allow[", 0, 18).contains(&"quiet-hours".to_owned()));
    assert!(labels("campaigns:\n  d:\n    name: ", 2, 10).is_empty());
    editor.goodbye();
}

/// A text that is being typed is broken most of the time.
#[test]
fn a_text_that_is_half_typed_never_ends_the_server() {
    let story =
        std::fs::read_to_string(repository().join("fixtures/stories/2-no-decline-popup.yaml"))
            .unwrap();
    let folder = Folder::with([("a.yaml", "")]);
    let mut editor = Editor::of(&folder);
    editor.open("a.yaml", "");
    let cuts: Vec<usize> = story.char_indices().map(|(at, _)| at).collect();
    for (number, at) in cuts.iter().enumerate() {
        // Every place at which something opens or ends, and some of the others.
        let opens = story[*at..].starts_with([':', '[', '{', '"', '|', '#', '-', '}', '\n']);
        if !(number % 29 == 0 || (opens && number % 3 == 0)) {
            continue;
        }
        let typed = &story[..*at];
        editor.change("a.yaml", typed);
        let line = typed.matches('\n').count() as u32;
        let character = typed.rsplit('\n').next().unwrap().encode_utf16().count() as u32;
        for method in [
            "textDocument/hover",
            "textDocument/completion",
            "textDocument/definition",
        ] {
            let asked = editor.at("a.yaml", line, character);
            editor.ask(method, asked);
        }
        editor.actions("a.yaml", line, character.saturating_sub(1), None);
    }
    for text in [
        "\0",
        "\u{feff}a: b",
        "&a [*a, *a]",
        "a: &x\n  <<: *x\n",
        "\r\r\n\u{2028}",
        "- - - [{",
    ] {
        editor.change("a.yaml", text);
        let a = editor.uri("a.yaml");
        editor.ask(
            "textDocument/documentSymbol",
            json!({"textDocument": {"uri": a}}),
        );
        editor.actions("a.yaml", 9, 9, None);
    }
    editor.goodbye();
}

#[test]
fn what_the_server_does_not_know_is_answered_and_it_ends_with_the_editor() {
    let folder = Folder::with([("a.yaml", PEOPLE)]);
    let mut editor = Editor::of(&folder);
    editor
        .send(&json!({"jsonrpc": "2.0", "id": 77, "method": "textDocument/rename", "params": {}}));
    editor.send(
        &json!({"jsonrpc": "2.0", "id": 78, "method": "textDocument/hover", "params": {"x": 1}}),
    );
    editor.tell("textDocument/didOpen", json!({"nonsense": true}));
    editor.tell("$/setTrace", json!({"value": "off"}));
    let mut codes = Vec::new();
    while codes.len() < 2 {
        let message = editor.hear();
        if message["id"].is_number() {
            codes.push(message["error"]["code"].as_i64().unwrap());
        }
    }
    assert_eq!(codes, [-32601, -32602]);
    // Hangs up without a word.
    editor.to = None;
    editor.server.wait().unwrap();
}

/// Neovim itself, with the program as its language server.
#[test]
#[ignore = "needs nvim: cargo test --test lsp -- --ignored"]
fn neovim_shows_what_is_found_and_mends_it() {
    let folder = Folder::with([("a.yaml", PEOPLE)]);
    let script: &Path = &repository().join("tests/editor/neovim.lua");
    let ran = Command::new("nvim")
        .args(["--headless", "-u", "NONE", "-i", "NONE", "-n", "-c"])
        .arg(format!("luafile {}", script.display()))
        .env("COURTESY", env!("CARGO_BIN_EXE_courtesy"))
        .env("HOME", folder.path(""))
        .env("XDG_STATE_HOME", folder.path("state"))
        .env("XDG_CACHE_HOME", folder.path("cache"))
        .current_dir(folder.path(""))
        .output()
        .unwrap();
    let told =
        String::from_utf8_lossy(&ran.stderr).into_owned() + &String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success(), "{told}");
    assert_eq!(
        folder.read("a.yaml"),
        PEOPLE.replace("NO", "\"NO\""),
        "{told}"
    );
}
