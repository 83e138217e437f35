//! Pictures of tables, levels, trace, matrix and route in both languages, in the smallest window and a wide one.

use crate::journeys_tables::case_a;
use crate::support::journey::Journey;
use crate::support::world::finished;
use pipia::domain::Lang;

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

/// One picture per language and size, after `keys` on the question `at`.
fn pictures(name: &str, at: &str, keys: &str) {
    for lang in Lang::ALL {
        for (width, height) in SIZES {
            let mut journey = Journey::open(lang, width, height, case_a());
            journey.goto(at).keys(keys);
            insta::assert_snapshot!(format!("{name}-{}-{width}x{height}", lang.code()), journey.screen());
        }
    }
}

#[test]
fn transfers_as_rows_and_columns() {
    pictures("table-overview", "transfer.list", "<down><right><right>");
}

#[test]
fn a_row_as_a_form() {
    pictures("table-form", "transfer.list", "<down><enter><down><down>");
}

#[test]
fn a_cell_with_options() {
    pictures("table-cell", "transfer.list", "<enter><down><down><enter>");
}

#[test]
fn a_country_found_by_typing() {
    pictures("table-search", "recipient.list", "<enter><enter>sin");
}

#[test]
fn a_country_with_proposals() {
    pictures("table-country", "country.profile", "<enter>");
}

#[test]
fn a_form_question() {
    pictures("table-one-row", "processor.identity", "");
}

#[test]
fn levels_to_confirm() {
    pictures("level-question", "rights-impact.level", "<down>");
}

#[test]
fn levels_of_threats() {
    pictures("level-threats", "threats.level", "<down><down>");
}

#[test]
fn all_levels() {
    pictures("level-all", "transfer.list", "s<down><down>");
}

#[test]
fn a_level_to_choose() {
    pictures("level-override", "recipient-assurance.level", "o");
}

#[test]
fn the_reason_for_another_level() {
    pictures("level-reason", "recipient-assurance.level", "o<up><enter>");
}

#[test]
fn the_arithmetic_of_a_level() {
    pictures("trace", "rights-impact.level", "t<down>");
}

#[test]
fn the_matrix() {
    pictures("matrix", "transfer.list", "sm");
}

#[test]
fn the_matrix_at_one_stage() {
    pictures("matrix-stage", "transfer.list", "sm<tab><up>");
}

#[test]
fn the_route() {
    pictures("route", "transfer.list", "w<down>");
}

/// The same on the finished case, where levels differ and are confirmed.
fn finished_pictures(name: &str, keys: &str) {
    for lang in Lang::ALL {
        for (width, height) in SIZES {
            let mut journey = Journey::open(lang, width, height, finished("case-a"));
            journey.keys("<esc>").keys(keys);
            insta::assert_snapshot!(format!("{name}-{}-{width}x{height}", lang.code()), journey.screen());
        }
    }
}

#[test]
fn all_levels_of_a_finished_case() {
    finished_pictures("levels-finished", "s<end>");
}

#[test]
fn the_matrix_of_a_finished_case() {
    finished_pictures("matrix-finished", "sm");
}

#[test]
fn the_arithmetic_behind_a_finding() {
    finished_pictures("trace-finding", "st");
}

#[test]
fn a_cell_for_text() {
    pictures("table-cell-text", "transfer.details", "<enter><down><enter>");
}

#[test]
fn a_row_that_is_to_be_removed() {
    pictures("confirm", "transfer.list", "<delete>");
}

#[test]
fn a_question_that_is_searched() {
    pictures("jump", "transfer.list", "g12");
}

#[test]
fn the_route_on_its_way() {
    pictures("route-onward", "route.choice", "1<enter>");
}

#[test]
fn a_term_with_its_source() {
    pictures("term", "legality.bases", "l<tab><tab><enter>");
}
