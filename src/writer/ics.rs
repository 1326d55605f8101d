//! Dates for calendars: iCalendar (RFC 5545).

use icalendar::{Calendar, Component, Event, Property};

use crate::kind::{CalendarEvent, CalendarFile};

/// Writes dates as an iCalendar file.
///
/// Every event lasts whole days, leaves people free for other things, and
/// keeps its `UID` from one edition to the next. Its time stamps are the day of
/// the edition, so that the same dates give the same bytes.
pub fn write(file: &CalendarFile) -> Vec<u8> {
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//ilpress//ilpress//EN"));
    calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
    calendar.append_property(Property::new("METHOD", "PUBLISH"));
    calendar.append_property(Property::new("NAME", &*file.name));
    calendar.append_property(Property::new("X-WR-CALNAME", &*file.name));
    for event in &file.events {
        calendar.push(written(event, file));
    }
    calendar.to_string().into_bytes()
}

fn written(event: &CalendarEvent, file: &CalendarFile) -> Event {
    let stamp = format!("{}T000000Z", basic(file.released));
    let mut out = Event::new();
    out.uid(&event.uid);
    for key in ["DTSTAMP", "LAST-MODIFIED"] {
        out.add_property(key, &stamp);
    }
    // RFC 5545, 3.8.7.4: a later edition has a higher number.
    out.add_property("SEQUENCE", sequence(file.released).to_string());
    for (key, day) in [("DTSTART", event.from), ("DTEND", event.until)] {
        out.append_property(Property::new(key, basic(day)).add_parameter("VALUE", "DATE").done());
    }
    let mut text = |key: &str, value: &str| {
        out.append_property(Property::new(key, value).add_parameter("LANGUAGE", &file.lang).done());
    };
    text("SUMMARY", &event.summary);
    text("DESCRIPTION", &event.description);
    if let Some(category) = &event.category {
        text("CATEGORIES", category);
    }
    if let Some(url) = &event.url {
        out.url(url);
    }
    out.add_property("TRANSP", "TRANSPARENT");
    out.done()
}

/// A day as `20261123`.
fn basic(day: jiff::civil::Date) -> String {
    day.strftime("%Y%m%d").to_string()
}

/// Days since the first of January 2020: higher with each later edition.
fn sequence(released: jiff::civil::Date) -> i32 {
    let since = released.since(jiff::civil::date(2020, 1, 1));
    since.map_or(0, |span| span.get_days()).max(0)
}
