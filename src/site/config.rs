//! `site-config.toml` → the parts of [`Site`] that stand there.

use std::collections::HashMap;

use indexmap::IndexMap;
use jiff::civil::Date;

use super::model::{Agency, Band, DistrictSettings, Kit, Language, LoadLimits, Phase, Site, Step, Topic};
use super::raw::site_config::{RawAgency, RawBand, RawDistricts, RawKit, RawPlan, RawSiteConfig, RawWord};
use super::raw::{RawGrades, RawTitled, Spanned, Text};
use super::{
    AudienceId, AudienceSet, BandId, Checks, Direction, GradeSet, KitId, Lang, Level, MonthSet, PhaseId,
    PlanWords, SchoolYear, StepId, TopicId, Word, is_id, names,
};
use crate::diag::rules::{
    FIXED_RULE, INVALID_VALUE, MISSING_KEY, UNKNOWN_AUDIENCE, UNKNOWN_NAME, UNKNOWN_ROLE, UNKNOWN_RULE,
};
use crate::diag::{self, Diagnostic};
use crate::vfs::SitePath;

/// The kinds of documents.
pub const DOCUMENT_KINDS: [&str; 8] =
    ["guide", "brochure", "module", "matrix", "message", "plan", "report", "page"];

/// The formats that a document can be had in.
pub const FORMATS: [&str; 14] = [
    "html",
    "pdf",
    "large-print",
    "fold",
    "print-shop",
    "handouts",
    "poster",
    "docx",
    "pptx",
    "epub",
    "csv",
    "xlsx",
    "ics",
    "txt",
];

/// Returns a site without audiences and what hangs on them. What is missing
/// was reported when the file was read, and has a stand-in here.
pub(super) fn resolve(raw: &RawSiteConfig, path: &SitePath, sink: &mut Vec<Diagnostic>) -> Site {
    let grades = site_grades(raw, path, sink);
    let bands = bands(raw, grades, path, sink);
    let languages = languages(raw, path, sink);
    let mut site = Site {
        agency: agency(raw.agency.as_ref()),
        base_url: raw
            .base_url
            .as_ref()
            .map_or_else(String::new, |url| web_address("base_url", url, path, sink)),
        short_url: raw.short_url.as_ref().map(|url| web_address("short_url", url, path, sink)),
        released: raw.released.map_or(Date::constant(1970, 1, 1), |day| day.0),
        grades,
        bands,
        plan: plan(raw, &languages, path, sink),
        languages,
        school_year: school_year(raw, path, sink),
        phases: IndexMap::new(),
        steps: IndexMap::new(),
        topics: IndexMap::new(),
        state_edition: IndexMap::new(),
        audiences: Vec::new(),
        roles: IndexMap::new(),
        duties: Vec::new(),
        glossary: IndexMap::new(),
        claims: IndexMap::new(),
        checks: checks(raw, path, sink),
        paper: raw.paper.as_ref().and_then(|paper| paper.size).unwrap_or_default(),
        outputs: outputs(raw, path, sink),
        kits: IndexMap::new(),
        load: LoadLimits::default(),
        district_settings: raw.districts.as_ref().map_or_else(DistrictSettings::default, districts),
        districts: IndexMap::new(),
        owners: Vec::new(),
        printed: IndexMap::new(),
        current: HashMap::new(),
        tables: Vec::new(),
        editions: Vec::new(),
    };
    for (key, tree) in raw.state_edition.iter().flatten() {
        tree.flatten(key, &mut site.state_edition);
    }
    for (key, written) in raw.phases.iter().flatten() {
        let Some(id) = names::id(PhaseId::new, "a phase", key, path, sink) else { continue };
        let (title, summary) = titled(&site, written, path, sink);
        site.phases.insert(id.clone(), Phase { id, title, summary });
    }
    for (key, written) in raw.topics.iter().flatten() {
        let Some(id) = names::id(TopicId::new, "a topic", key, path, sink) else { continue };
        let (title, summary) = titled(&site, written, path, sink);
        site.topics.insert(id.clone(), Topic { id, title, summary });
    }
    for (key, written) in raw.steps.iter().flatten() {
        let Some(id) = names::id(StepId::new, "an action step", key, path, sink) else { continue };
        let title = site.source_text(&written.title, path, sink);
        let summary = site.source_text_opt(&written.summary, path, sink);
        let outcomes = written.outcomes.iter().flatten();
        let outcomes = outcomes.map(|outcome| site.source_text(outcome, path, sink)).collect();
        site.steps.insert(id.clone(), Step { id, title, summary, outcomes });
    }
    site
}

/// Returns the archives; needs the audiences.
pub(super) fn kits(
    raw: &RawSiteConfig,
    site: &Site,
    path: &SitePath,
    sink: &mut Vec<Diagnostic>,
) -> IndexMap<KitId, Kit> {
    let mut kits = IndexMap::new();
    for (key, written) in raw.kits.iter().flatten() {
        let Some(id) = names::id(KitId::new, "a kit", key, path, sink) else { continue };
        if let Some(kit) = kit(id, written, site, path, sink) {
            kits.insert(kit.id.clone(), kit);
        }
    }
    kits
}

/// Looks up for which groups each language is. The audiences must be known.
pub(super) fn readers(
    raw: &RawSiteConfig,
    site: &Site,
    path: &SitePath,
    sink: &mut Vec<Diagnostic>,
) -> Vec<(Lang, AudienceSet)> {
    let mut all = Vec::new();
    for (key, written) in raw.languages.iter().flat_map(|languages| &languages.value) {
        let (Some(names), Some((lang, _))) = (&written.audiences, site.languages.get_key_value(key.as_str()))
        else {
            continue;
        };
        let mut readers = AudienceSet::EMPTY;
        for name in names {
            match site.audience(name) {
                Some(audience) => readers = readers.union(audience.covers),
                None => sink.push(names::unknown(
                    &UNKNOWN_AUDIENCE,
                    "audience",
                    name,
                    path,
                    site.audience_names(),
                )),
            }
        }
        all.push((lang.clone(), readers));
    }
    all
}

/// Returns the archive; nothing when nobody can say for whom it is.
fn kit(id: KitId, raw: &RawKit, site: &Site, path: &SitePath, sink: &mut Vec<Diagnostic>) -> Option<Kit> {
    let mut audiences: Vec<AudienceId> = Vec::new();
    for name in raw.audiences.iter().flatten() {
        match site.audience(name) {
            Some(audience) => audiences.push(audience.id.clone()),
            None => {
                sink.push(names::unknown(&UNKNOWN_AUDIENCE, "audience", name, path, site.audience_names()))
            }
        }
    }
    let mut languages: Vec<Lang> = Vec::new();
    for name in raw.languages.iter().flatten() {
        match site.languages.get_key_value(name.as_str()) {
            Some((lang, _)) => languages.push(lang.clone()),
            None => {
                let known = site.languages.keys().map(Lang::as_str);
                sink.push(names::unknown(&UNKNOWN_NAME, "language", name, path, known));
            }
        }
    }
    let lost = audiences.is_empty() && raw.audiences.is_some();
    let kit = Kit {
        id,
        title: site.source_text_opt(&raw.title, path, sink),
        audiences,
        documents: raw.documents.clone(),
        formats: formats(&raw.formats, path, sink),
        languages,
    };
    (!lost).then_some(kit)
}

fn agency(raw: Option<&RawAgency>) -> Agency {
    let Some(raw) = raw.cloned() else { return Agency::default() };
    Agency {
        name: raw.name.unwrap_or_default(),
        short: raw.short,
        phone: raw.phone,
        email: raw.email,
        url: raw.url,
        help_url: raw.help_url,
        feedback: raw.feedback,
        address: raw.address,
        hours: raw.hours,
    }
}

/// Returns the address without a slash at its end.
fn web_address(key: &str, url: &Text, path: &SitePath, sink: &mut Vec<Diagnostic>) -> String {
    let trimmed = url.trim_end_matches('/');
    let host = trimmed.strip_prefix("https://").or_else(|| trimmed.strip_prefix("http://"));
    let good = host.is_some_and(|host| {
        host.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[')
            && !host.contains(|c: char| c.is_whitespace() || c.is_control() || "?#\"'<>\\".contains(c))
    });
    if !good {
        let message = format!("`{key}` isn't the address of a web site");
        let finding = Diagnostic::new(&INVALID_VALUE, url.span(path), message);
        sink.push(finding.hint("write it like `https://ilp.meridian.example`"));
    }
    trimmed.to_string()
}

fn site_grades(raw: &RawSiteConfig, path: &SitePath, sink: &mut Vec<Diagnostic>) -> GradeSet {
    let Some(written) = &raw.grades else { return GradeSet::ALL };
    match names::grades(written, &IndexMap::new()) {
        Ok(grades) if !grades.is_empty() => grades,
        Ok(_) => {
            sink.push(Diagnostic::new(&INVALID_VALUE, written.span(path), "the plan is for no grade at all"));
            GradeSet::ALL
        }
        Err(problem) => {
            sink.push(problem.at(written.span(path)));
            GradeSet::ALL
        }
    }
}

fn bands(
    raw: &RawSiteConfig,
    site_grades: GradeSet,
    path: &SitePath,
    sink: &mut Vec<Diagnostic>,
) -> IndexMap<BandId, Band> {
    let mut bands = IndexMap::new();
    for (key, written) in raw.bands.iter().flatten() {
        let (title, text) = match &written.value {
            RawBand::Grades(grades) => (None, grades),
            RawBand::Table(table) => (table.title.clone(), &table.grades),
        };
        let span = written.span(path);
        let grades = match names::grades(&RawGrades::Text(text.clone()), &IndexMap::new()) {
            Ok(grades) if grades.is_subset(site_grades) => grades,
            Ok(grades) => {
                let outside =
                    names::GradeProblem::Outside { grades: grades - site_grades, site: site_grades };
                sink.push(outside.at(span));
                grades
            }
            Err(problem) => {
                sink.push(problem.at(span));
                continue;
            }
        };
        if GradeSet::parse(key).is_some() {
            let message = format!("a band can't be called `{}`: that is a grade", key.value);
            sink.push(Diagnostic::new(&INVALID_VALUE, key.span(path), message));
            continue;
        }
        if let Some(id) = names::id(BandId::new, "a band", key, path, sink) {
            bands.insert(id.clone(), Band { id, title, grades });
        }
    }
    bands
}

/// Returns the languages, of which there is always one.
fn languages(raw: &RawSiteConfig, path: &SitePath, sink: &mut Vec<Diagnostic>) -> IndexMap<Lang, Language> {
    let mut languages = IndexMap::new();
    for (key, written) in raw.languages.iter().flat_map(|languages| &languages.value) {
        let tag = key.parse::<unic_langid::LanguageIdentifier>();
        let Some(lang) = Lang::new(key).filter(|_| tag.is_ok()) else {
            let finding = names::invalid_id("a language", key, key.span(path));
            sink.push(finding.hint("languages are named by their tags: `en`, `es`, `pt-br`, `zh-hant`"));
            continue;
        };
        let dir = written.dir.unwrap_or_default();
        languages.insert(lang.clone(), Language { lang, name: written.name.clone(), dir, readers: None });
    }
    if languages.is_empty() {
        if let Some(written) = &raw.languages
            && written.value.is_empty()
        {
            let finding = Diagnostic::new(&MISSING_KEY, written.span(path), "the site has no language");
            sink.push(finding.hint("add one to `[languages]`: `en = { name = \"English\" }`"));
        }
        let lang = Lang::new("en").expect("`en` is an id");
        let english =
            Language { lang: lang.clone(), name: "English".into(), dir: Direction::Ltr, readers: None };
        languages.insert(lang, english);
    }
    languages
}

fn plan(
    raw: &RawSiteConfig,
    languages: &IndexMap<Lang, Language>,
    path: &SitePath,
    sink: &mut Vec<Diagnostic>,
) -> IndexMap<Lang, PlanWords> {
    let mut plan = IndexMap::new();
    for (key, written) in raw.plan.iter().flatten() {
        match languages.get_key_value(key.as_str()) {
            Some((lang, _)) => {
                plan.insert(lang.clone(), plan_words(written));
            }
            None => {
                let known = languages.keys().map(Lang::as_str);
                sink.push(names::unknown(&UNKNOWN_NAME, "language", key, path, known));
            }
        }
    }
    // Without any `[plan.…]`, reading the file reported it.
    for (key, _) in raw.languages.iter().flat_map(|languages| &languages.value) {
        let written = raw.plan.as_ref().is_none_or(|plan| plan.contains_key(key.as_str()));
        if !written && languages.contains_key(key.as_str()) {
            let message = format!("the plan has no name in `{}`", key.value);
            let hint = format!("add `[plan.{}]` with `name`, `short` and `plural`", key.value);
            sink.push(Diagnostic::new(&MISSING_KEY, key.span(path), message).hint(hint));
        }
    }
    plan
}

fn plan_words(raw: &RawPlan) -> PlanWords {
    let word = |raw: &Option<RawWord>| raw.as_ref().map(word);
    PlanWords {
        name: word(&raw.name).unwrap_or_default(),
        short: word(&raw.short).unwrap_or_default(),
        plural: word(&raw.plural).unwrap_or_default(),
        name_plural: word(&raw.name_plural),
    }
}

fn word(raw: &RawWord) -> Word {
    match raw {
        RawWord::Text(text) => Word { text: text.clone(), forms: IndexMap::new() },
        RawWord::Forms(written) => {
            let mut forms = written.0.clone();
            let text = forms.shift_remove("text").unwrap_or_default();
            Word { text, forms }
        }
    }
}

fn school_year(raw: &RawSiteConfig, path: &SitePath, sink: &mut Vec<Diagnostic>) -> SchoolYear {
    let Some(raw) = &raw.school_year else { return SchoolYear::default() };
    let default = SchoolYear::default();
    let starts =
        raw.starts.as_ref().and_then(|name| names::month(name, path, sink)).unwrap_or(default.starts);
    let terms =
        raw.terms.iter().flatten().filter_map(|name| names::month(name, path, sink)).collect::<MonthSet>();
    let year = raw.year.as_ref().and_then(|year| calendar_year(year, path, sink));
    let mut year = SchoolYear { starts, terms: Vec::new(), year };
    year.terms = if terms.is_empty() { vec![starts] } else { year.sorted(terms) };
    year
}

fn calendar_year(year: &Spanned<i64>, path: &SitePath, sink: &mut Vec<Diagnostic>) -> Option<i16> {
    if (1900..=2200).contains(&year.value) {
        return i16::try_from(year.value).ok();
    }
    let message = format!("`school_year.year` can't be {}", year.value);
    let finding = Diagnostic::new(&INVALID_VALUE, year.span(path), message);
    sink.push(finding.hint("write the calendar year in which the school year starts, such as 2026"));
    None
}

fn titled(
    site: &Site,
    raw: &Spanned<RawTitled>,
    path: &SitePath,
    sink: &mut Vec<Diagnostic>,
) -> (String, Option<String>) {
    let at = |text: &String| Spanned { value: text.clone(), range: raw.range.clone() };
    match &raw.value {
        RawTitled::Title(title) => (site.source_text(&at(title), path, sink), None),
        RawTitled::Table(table) => {
            let summary = table.summary.as_ref().map(|summary| site.source_text(&at(summary), path, sink));
            (site.source_text(&at(&table.title), path, sink), summary)
        }
    }
}

fn districts(raw: &RawDistricts) -> DistrictSettings {
    DistrictSettings {
        publishes: raw.publishes.clone().unwrap_or_default(),
        revisable: raw.revisable.unwrap_or_default(),
        ask: raw.ask.clone().unwrap_or_default(),
    }
}

fn outputs(
    raw: &RawSiteConfig,
    path: &SitePath,
    sink: &mut Vec<Diagnostic>,
) -> IndexMap<String, Vec<String>> {
    let mut outputs = IndexMap::new();
    for (kind, written) in raw.outputs.iter().flatten() {
        if DOCUMENT_KINDS.contains(&kind.as_str()) {
            outputs.insert(kind.value.clone(), formats(written, path, sink));
        } else {
            sink.push(names::unknown(&UNKNOWN_NAME, "kind of document", kind, path, DOCUMENT_KINDS));
        }
    }
    outputs
}

fn formats(written: &[Text], path: &SitePath, sink: &mut Vec<Diagnostic>) -> Vec<String> {
    let mut formats = Vec::new();
    for format in written {
        if FORMATS.contains(&format.as_str()) {
            formats.push(format.value.clone());
        } else {
            sink.push(names::unknown(&UNKNOWN_NAME, "format", format, path, FORMATS));
        }
    }
    formats
}

/// The limits of a person's load. Needs the roles of the site.
pub(super) fn load_limits(
    raw: &RawSiteConfig,
    site: &Site,
    path: &SitePath,
    sink: &mut Vec<Diagnostic>,
) -> LoadLimits {
    let mut load = LoadLimits::default();
    let Some(raw) = &raw.load else { return load };
    load.limit = raw.limit.as_ref().and_then(|hours| hours_of(hours, "load.limit", path, sink));
    for (name, hours) in raw.limits.iter().flatten() {
        let Some((role, _)) = site.roles.get_key_value(name.as_str()) else {
            let message = format!("unknown role `{}`", name.value);
            let finding = Diagnostic::new(&UNKNOWN_ROLE, name.span(path), message);
            sink.push(finding.hint_opt(site.meant_role(name)));
            continue;
        };
        if let Some(hours) = hours_of(hours, "load.limits", path, sink) {
            load.limits.insert(role.clone(), hours);
        }
    }
    for (id, title) in raw.groups.iter().flatten() {
        let id = names::id(|id| is_id(id).then(|| id.to_owned()), "a group of work", id, path, sink);
        if let Some(id) = id {
            load.groups.insert(id, site.source_text(title, path, sink));
        }
    }
    load
}

fn hours_of(hours: &Spanned<f64>, key: &str, path: &SitePath, sink: &mut Vec<Diagnostic>) -> Option<f64> {
    if hours.value.is_finite() && hours.value > 0.0 {
        return Some(hours.value);
    }
    let message = format!("`{key}` can't be {}", hours.value);
    let finding = Diagnostic::new(&INVALID_VALUE, hours.span(path), message);
    sink.push(finding.hint("write the hours that one person may have to give in a month"));
    None
}

fn checks(raw: &RawSiteConfig, path: &SitePath, sink: &mut Vec<Diagnostic>) -> Checks {
    let mut checks = Checks::default();
    for (name, level) in raw.checks.iter().flatten() {
        let Some(rule) = diag::rules::find(name) else {
            let known = diag::rules::RULES.iter().map(|rule| rule.name);
            sink.push(names::unknown(&UNKNOWN_RULE, "rule", name, path, known));
            continue;
        };
        let lowered = match level {
            Level::Error => false,
            Level::Warning => rule.severity == diag::Severity::Error,
            Level::Off => true,
        };
        if lowered && !rule.optional {
            let message = format!("`{}` is always reported as {}", rule.name, article(rule.severity));
            let finding = Diagnostic::new(&FIXED_RULE, name.span(path), message);
            sink.push(finding.hint("remove this line, and mend what the rule finds"));
            continue;
        }
        checks.0.insert(rule.name, *level);
    }
    checks
}

fn article(severity: diag::Severity) -> &'static str {
    match severity {
        diag::Severity::Error => "an error",
        diag::Severity::Warning => "a warning",
    }
}
