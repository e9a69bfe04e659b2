//! The law engine against the packs that it holds.
use courtesy::law::PackText;

#[test]
fn tmp() {
    for e in std::fs::read_dir("rules/law").unwrap() {
        let p = e.unwrap().path();
        if p.extension().is_some_and(|x| x == "yaml") {
            let t = std::fs::read_to_string(&p).unwrap();
            let pack: PackText = serde_yaml::from_str(&t).unwrap_or_else(|e| panic!("{p:?} {e}"));
            pack.into_pack().unwrap_or_else(|e| panic!("{p:?} {e:?}"));
        }
    }
}
