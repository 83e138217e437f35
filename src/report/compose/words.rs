//! The fixed words of the report, read from `assets/report/certification.toml`.

use serde::Deserialize;

use crate::domain::Lang;
use crate::i18n::by_name;

/// A text of the report in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    pub(super) zh: String,
    pub(super) en: String,
}

impl Said {
    pub(super) fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

macro_rules! words {
    ($($name:ident)*) => {
        /// Every fixed word; the file must hold exactly these.
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        pub(super) struct Words {
            $(pub(super) $name: Said,)*
        }

        by_name! { Words: Said { $($name)* } }
    };
}

words! {
    title subtitle translation once_processor processor representative object period date number version keep_until
    keep_default digest draft_mark draft_title draft_incomplete draft_unsigned draft_chosen blocking_title
    blocking_none blocking_lead blocking_cover report_name approval_title statement role name position opinion
    signature sign_date role_assessor role_reviewer role_officer role_head seal_place seal_here none not_involved
    not_involved_full not_settled not_applicable close unknown unknown_worst unanswered not_filled nothing_ticked
    remark evidence_of row_remark as_above continued item content held not_held serial findings_title findings_none finding_code
    finding_severity finding_text finding_measure same_for concerns blocking major minor note because_unknown to_be_cleared accepted
    proposed_measure closed_verified basis level_scope level_item level_proposed level_final level_reason
    unconfirmed confirmed whole override_word not_judged inherent attained expected inherent_head attained_head
    threat_title threat likelihood impact groups_title group threat_note matrix_title
    matrix_horizontal matrix_vertical matrix_words matrix_outside b1_title b1_category b1_situation b1_reference
    b1_exists b1_level yes_box no_box box_on box_off b2_title b2_corner b2_factors b2_sensitivity b2_scale b2_scope
    b2_technique b2_result b2_other b2_all_unchanged b2_decided up_one down_one unchanged b2_note b3_title b3_class b3_technical b3_management
    b_criteria b_reference b_gap b_conclusion other_level chosen b3_note b4_title gap_findings gap_none by_groups
    summary_title summary_item summary_basis summary_level summary_reason summary_findings summary_after same_level no_level
    summary_note fit_title fit_aspect fit_ground fit_result fit_lawful fit_effective fit_proportionate
    fit_lawful_ground fit_effective_ground fit_proportionate_ground fit_blocking open_findings proofs readiness
    readiness_note measures_title measure_head measure_for measure_kind measure_owner measure_status measure_level
    measure_done measure_verified measure_after measure_after_title after_as after_given after_known after_all measures_none residual_title expected_reason residual_note treatment_rule treatment_level
    route_result route_undetermined route_basis route_forecast route_no_forecast route_pipia yes no route_unknowns
    route_notes count_title count_kind count_ordinary count_sensitive count_people count_with_exempt count_margin
    count_next margin_none margin_nobody next_none people range or_more exempt_title exempt transfer items_title
    items_more items_name items_description items_necessity items_example items_remark items_sensitive items_people
    items_retention items_deidentified items_recipient items_note items_none months standard_category face scales_title scale scale_levels method_version evidence_number evidence_name
    evidence_date evidence_expiry evidence_proves evidence_digest evidence_none confidential undated no_expiry
    not_read others_none trace_title trace_step trace_input trace_result trace_lead see all_objects mark_law mark_standard
    mark_annex mark_tool no_input unknowns_lead unknowns_none unknown_question unknown_place unknown_value
    worst_all worst_none worst_long_ago worst_not_stated missing_lead missing_none missing_what missing_whole
    cross_asked cross_item cross_at version_part version_value version_law program questionnaire module
    files_digest law_considered not_printed
}
