//! Where a statute can be read: an address from how it is cited, by the table `rules/statutes.yaml`.
//!
//! A provision's own `url` is where we read of it, which is often a commentary; a reader wants the text.

use crate::yaml;
use serde::Deserialize;
use std::sync::LazyLock;

/// One line of the table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    /// How such a citation begins; `{word}` stands for a part of it.
    cited: String,
    /// The address, with the same words.
    at: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    statutes: Vec<Form>,
}

/// Read when the first finding that rests on a law is printed.
static TABLE: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let text = include_str!("../../rules/statutes.yaml");
    let (tree, mut problems) = yaml::parse(text);
    let table = tree
        .documents()
        .first()
        .and_then(|root| yaml::decode::<Table>(&tree, text, 0, *root, &mut problems));
    // A test sees that the table is read without a problem.
    debug_assert!(problems.is_empty(), "{problems:?}");
    table.map_or_else(Vec::new, |table| table.statutes)
});

/// The address of the first statute that a citation names; none for a publisher whose addresses we do not know.
pub(super) fn address(citation: &str) -> Option<String> {
    TABLE.iter().find_map(|form| form.address(citation))
}

impl Form {
    fn address(&self, citation: &str) -> Option<String> {
        let mut address = self.at.clone();
        let mut rest = citation;
        let mut form = self.cited.as_str();
        while let Some((before, hole)) = form.split_once('{') {
            let (word, after) = hole.split_once('}')?;
            rest = rest.strip_prefix(before)?;
            let next = after.split('{').next().unwrap_or_default();
            let value = value(rest, next)?;
            rest = &rest[value.len()..];
            address = address.replace(&format!("{{{word}}}"), value);
            form = after;
        }
        rest.strip_prefix(form)?;
        Some(address)
    }
}

/// What stands for a word: up to the literal text that follows it, or to the end of the number.
fn value<'c>(rest: &'c str, next: &str) -> Option<&'c str> {
    let length = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || ".:-".contains(c)))
        .unwrap_or(rest.len());
    let length = match next {
        "" => rest[..length].trim_end_matches(['.', '-']).len(),
        _ => rest.find(next).filter(|at| *at <= length)?,
    };
    (length > 0).then(|| &rest[..length])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Force;
    use crate::law::{Law, Provision};
    use std::fs;

    /// A citation for each publisher, and for each that is cited in a way of its own.
    const LED: &[(&str, &str)] = &[
        (
            "47 CFR 64.1200(c)(1); exemptions 47 USC 227(a)(4)",
            "https://www.ecfr.gov/current/title-47/section-64.1200",
        ),
        (
            "16 CFR 464",
            "https://www.ecfr.gov/current/title-16/part-464",
        ),
        (
            "15 USC 7704(a)(4)(A)",
            "https://www.law.cornell.edu/uscode/text/15/7704",
        ),
        (
            "Ala. Admin. Code 770-X-5-.17(1)(b)",
            "https://www.law.cornell.edu/regulations/alabama/Ala-Admin-Code-r-770-X-5-.17",
        ),
        ("A.R.S. 44-1282", "https://www.azleg.gov/ars/44/01282.htm"),
        (
            "Cal. Bus. & Prof. Code 17529.5",
            "https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=BPC&sectionNum=17529.5",
        ),
        (
            "C.R.S. 6-1-732",
            "https://colorado.public.law/statutes/crs_6-1-732",
        ),
        (
            "Conn. Gen. Stat. 42-158ff; PA 25-44 s. 7",
            "https://www.cga.ct.gov/2026/sup/chap_742d.htm#sec_42-158ff",
        ),
        (
            "Fla. Stat. 501.616(6)(b)",
            "https://www.leg.state.fl.us/Statutes/index.cfm?App_mode=Display_Statute&URL=0500-0599/0501/Sections/0501.616.html",
        ),
        (
            "815 ILCS 5/8b",
            "https://www.ilga.gov/documents/legislation/ilcs/documents/081500050K8b.htm",
        ),
        (
            "Ind. Code 24-4.7-2-9",
            "https://law.justia.com/codes/indiana/title-24/article-4-7/chapter-2/section-24-4-7-2-9/",
        ),
        (
            "Ind. Code 24-5-14-8 (hours), 24-5-14-5 (consent)",
            "https://law.justia.com/codes/indiana/title-24/article-5/chapter-14/section-24-5-14-8/",
        ),
        (
            "940 CMR 38.04",
            "https://www.law.cornell.edu/regulations/massachusetts/940-CMR-38-04",
        ),
        (
            "940 CMR 38",
            "https://www.mass.gov/regulations/940-CMR-3800-unfair-and-deceptive-fees",
        ),
        (
            "10 M.R.S. 1500-DD",
            "https://legislature.maine.gov/statutes/10/title10sec1500-DD.html",
        ),
        (
            "MCL 445.111a",
            "https://www.legislature.mi.gov/Laws/MCL?objectName=mcl-445-111a",
        ),
        (
            "Minn. Stat. 325G.56-.62",
            "https://www.revisor.mn.gov/statutes/cite/325G.56",
        ),
        (
            "Miss. Code 77-3-705, 77-3-723(1)",
            "https://law.justia.com/codes/mississippi/title-77/chapter-3/article-15/section-77-3-705/",
        ),
        (
            "N.J.S.A. 56:8-128(b)",
            "https://law.justia.com/codes/new-jersey/title-56/section-56-8-128/",
        ),
        (
            "NRS 597.814(2)(a)",
            "https://www.leg.state.nv.us/NRS/NRS-597.html#NRS597Sec814",
        ),
        (
            "N.Y. Gen. Bus. Law 399-z(5-a), 399-pp(7)(f)",
            "https://www.nysenate.gov/legislation/laws/GBS/399-Z",
        ),
        (
            "73 P.S. 2245(a)(10)",
            "https://www.palegis.us/statutes/unconsolidated/law-information/view-statute?txtType=HTM&SessYr=1996&ActNum=0147.&SessInd=0",
        ),
        (
            "R.I. Gen. Laws 5-61-3.4, 5-61-2",
            "https://webserver.rilegislature.gov/Statutes/TITLE5/5-61/5-61-3.4.htm",
        ),
        (
            "Tenn. Code 65-4-401 ff.",
            "https://law.justia.com/codes/tennessee/title-65/chapter-4/part-4/section-65-4-401/",
        ),
        (
            "Tex. Bus. & Com. Code 301.051; 302.001(7) (SB 140)",
            "https://statutes.capitol.texas.gov/Docs/BC/htm/BC.301.htm#301.051",
        ),
        (
            "Utah Code 13-25a-103(3), 63G-1-301",
            "https://le.utah.gov/xcode/Title13/Chapter25a/13-25a-S103.html",
        ),
        (
            "Va. Code 59.1-514 (SB 1339 of 2025)",
            "https://law.lis.virginia.gov/vacode/59.1-514/",
        ),
        (
            "RCW 19.190.020(1)(b); Brown v. Old Navy (Wash. 2025-04-17)",
            "https://app.leg.wa.gov/RCW/default.aspx?cite=19.190.020",
        ),
        (
            "CTIA Messaging Principles; 10DLC campaign rules",
            "https://api.ctia.org/wp-content/uploads/2023/05/230523-CTIA-Messaging-Principles-and-Best-Practices-FINAL.pdf",
        ),
        (
            "CASL, S.C. 2010, c. 23, ss. 6(2)(c), 11(1)-(2)",
            "https://laws-lois.justice.gc.ca/eng/acts/E-1.6/section-6.html",
        ),
        (
            "Directive 2002/58/EC, art. 13(4)",
            "https://eur-lex.europa.eu/eli/dir/2002/58/2009-12-19/eng",
        ),
        (
            "Directive 98/6/EC, art. 6a; CJEU C-330/23 (Aldi Süd)",
            "https://eur-lex.europa.eu/eli/dir/1998/6/2022-05-28/eng",
        ),
        (
            "CJEU C-565/22 (Sofatutor)",
            "https://curia.europa.eu/juris/liste.jsf?num=C-565/22",
        ),
        (
            "PECR 2003, reg. 21(A1)",
            "https://www.legislation.gov.uk/uksi/2003/2426/regulation/21",
        ),
        (
            "S.I. 336/2011, regs. 13-14",
            "https://www.irishstatutebook.ie/eli/2011/si/336/made/en/print",
        ),
        (
            "UWG (Switzerland), art. 3(1)(o)",
            "https://www.fedlex.admin.ch/eli/cc/1988/223_223_223/en#art_3",
        ),
        (
            "UWG § 7(2) no. 2, (3)",
            "https://www.gesetze-im-internet.de/uwg_2004/__7.html",
        ),
        (
            "ECG § 7; TKG 2021 § 174",
            "https://www.ris.bka.gv.at/NormDokument.wxe?Abfrage=Bundesnormen&Gesetzesnummer=20001703&Paragraf=7",
        ),
        (
            "CPCE, art. L. 34-5",
            "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000042155961",
        ),
        (
            "Code de la consommation, art. D. 223-9; loi 2025-594",
            "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006069565",
        ),
        (
            "Directive 2005/29/EC, Annex I nos. 7 and 20",
            "https://eur-lex.europa.eu/eli/dir/2005/29/2026-09-27/eng",
        ),
        (
            "Regulation (EU) 2016/679, art. 7(1)",
            "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
        ),
        (
            "Real Decreto Legislativo 1/2007 (TRLGDCU), art. 96.2",
            "https://www.boe.es/buscar/act.php?id=BOE-A-2007-20555#a96",
        ),
        (
            "Telecommunicatiewet, art. 11.7, as amended",
            "https://wetten.overheid.nl/jci1.3:c:BWBR0009950&hoofdstuk=11&artikel=11.7",
        ),
        (
            "Personal Data Protection Act 2012, s. 47",
            "https://sso.agc.gov.sg/Act/PDPA2012?ProvIds=pr47-",
        ),
        (
            "Ley 10/2025, final provisions",
            "https://www.boe.es/buscar/act.php?id=BOE-A-2025-26698",
        ),
        (
            "Decreto-Lei 134/2009, art. 7(1)",
            "https://data.dre.pt/eli/dec-lei/134/2009/06/02/p/dre/pt/html",
        ),
        (
            "Codice Privacy, art. 130",
            "https://www.normattiva.it/uri-res/N2Ls?urn:nir:stato:decreto.legislativo:2003-06-30;196~art130",
        ),
        (
            "Danish Markedsføringsloven § 10(4)",
            "https://www.retsinformation.dk/eli/lta/2024/1420",
        ),
        (
            "Markedsføringsloven §§ 12-13",
            "https://lovdata.no/lov/2009-01-09-2/%C2%A712",
        ),
        (
            "Cabinet Resolution 56/2024",
            "https://uaelegislation.gov.ae/en/legislations/2519",
        ),
        (
            "Communications Law, s. 30A",
            "https://www.nevo.co.il/law_html/law01/032_002.htm",
        ),
        (
            "Network Act, art. 50(8); Enforcement Decree, art. 62-3",
            "https://www.law.go.kr/법령/정보통신망이용촉진및정보보호등에관한법률/제50조",
        ),
        (
            "Act on Consumer Protection in Electronic Commerce, art. 21-2(1)",
            "https://www.law.go.kr/법령/전자상거래등에서의소비자보호에관한법률/제21조의2",
        ),
        (
            "Decree 91/2020/ND-CP, arts. 14-16",
            "https://vanban.chinhphu.vn/default.aspx?pageid=27160&docid=200773",
        ),
        (
            "Ley 2300 de 2023, art. 3",
            "https://www.secretariasenado.gov.co/senado/basedoc/ley_2300_2023.html",
        ),
        (
            "LPSC General Order R-29617 s. V(A); La. R.S. 45:844.11 ff.",
            "http://legis.la.gov/Legis/Law.aspx?d=100148",
        ),
        (
            "Mo. Rev. Stat. 407.1101; 407.1095-407.1110",
            "https://self-law.org/code/mo/chapter-407/407-1101",
        ),
        (
            "15 O.S. 775B.4",
            "https://law.justia.com/codes/oklahoma/title-15/section-15-775b-4/",
        ),
        (
            "Consumer Protection Act 68 of 2008, s. 11(6); Amendment Regulations 2026, reg. 4",
            "https://www.gov.za/documents/consumer-protection-act",
        ),
        (
            "Rio de Janeiro, Lei 4.896/2006, as amended by Lei 7.853/2018, art. 1-A",
            "https://www.legisweb.com.br/legislacao/?legislacao=157705",
        ),
        (
            "Ley 19.996, art. 181; Decreto 132/022",
            "https://www.impo.com.uy/bases/leyes/19996-2021/181",
        ),
    ];

    #[test]
    fn citations_lead_to_their_publishers() {
        for (citation, at) in LED {
            assert_eq!(address(citation).as_deref(), Some(*at), "{citation}");
        }
        assert_eq!(address("Somebody's terms of service"), None);
        assert_eq!(address("47 CFR"), None);
    }

    #[test]
    fn every_word_of_an_address_is_one_of_its_citation() {
        for form in TABLE.iter() {
            // Some publishers have no other.
            let begins = ["https://", "http://"]
                .iter()
                .any(|it| form.at.starts_with(it));
            assert!(begins, "{}", form.at);
            for (at, _) in form.at.match_indices('{') {
                let word = form.at[at..].split_inclusive('}').next().unwrap();
                assert!(form.cited.contains(word), "{word} in {}", form.at);
            }
        }
    }

    /// The built-in provisions of one force: all of them, and those that lead to no statute.
    fn leads_nowhere(force: Force) -> (usize, Vec<Provision>) {
        let law = Law::built_in();
        let files = fs::read_dir("rules/law").unwrap();
        let provisions: Vec<Provision> = files
            .map(|file| file.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
            .flat_map(|path| {
                let code = path.file_stem().unwrap().to_str().unwrap();
                law.packs(code)
                    .flat_map(|pack| pack.provisions.clone())
                    .collect::<Vec<_>>()
            })
            .filter(|provision| provision.force == force)
            .collect();
        let all = provisions.len();
        let nowhere = provisions
            .into_iter()
            .filter(|provision| address(&provision.citation).is_none())
            .collect();
        (all, nowhere)
    }

    #[test]
    fn law_leads_to_the_statute_in_forty_nine_of_fifty_provisions() {
        let (all, nowhere) = leads_nowhere(Force::Law);
        let cited: Vec<&str> = nowhere.iter().map(|it| it.citation.as_str()).collect();
        assert!(
            nowhere.len() * 50 <= all,
            "{} of {all} lead to no statute: {cited:#?}",
            nowhere.len()
        );
    }

    #[test]
    fn every_provision_leads_somewhere() {
        for force in [Force::Law, Force::Regulator, Force::Code, Force::Carrier] {
            for provision in leads_nowhere(force).1 {
                assert!(provision.url.is_some(), "{}", provision.id);
            }
        }
    }
}
