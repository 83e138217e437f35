//! The words of each part of the screen: a field per message, filled from `assets/lang/<language>/<area>.toml`.
#![allow(
    missing_docs,
    reason = "a message is its own documentation: the text stands in assets/lang under the same name"
)]

use super::Advice;
use super::by_name::by_name;
use serde::Deserialize;
use std::collections::BTreeMap;

macro_rules! area {
    ($(#[$doc:meta])* $name:ident: $type:ty { $($field:ident)* }) => {
        $(#[$doc])*
        #[derive(Debug, Default)]
        pub struct $name {
            $(pub $field: $type,)*
        }

        by_name! { $name: $type { $($field)* } }
    };
}

area! {
    /// Words used on several screens.
    Common: String {
        name yes no ok cancel none unknown unknown_counted not_applicable required optional answered unanswered
        flagged parked reason progress done_of_total questions_left people list_comma colon open_bracket close_bracket
        saved read_only updated lang_zh lang_en too_small too_small_todo more_above more_below row_of date_today
        question_mark pick_none pick_hint pick_many
    }
}

area! {
    /// The list of assessments and the form of a new one.
    Home: String {
        title subtitle offline empty empty_todo column_name column_kind column_progress column_findings column_level
        column_updated filter filter_none path path_hint file_missing file_unreadable file_open file_encrypted
        reassess_on reassess_due forgotten law_date new_title new_kind new_kind_hint new_name new_name_hint new_file
        new_file_hint new_file_auto new_create example_a example_b example_c
    }
}

area! {
    /// The settings screen.
    Settings: String {
        title ui_language report_language report_both theme theme_auto theme_dark theme_light theme_plain
        fallback_font fallback_font_hint organisation assessor keymap saved
        folder folder_hint organisation_hint assessor_hint
    }
}

area! {
    /// The question screen and its pop-ups.
    Question: String {
        number answer plain official basis guidance good_example poor_example evidence_hint why_asked unknown_row
        unknown_row_hint na_row na_row_hint na_reason unknown_note remark remark_hint translation translation_hint
        nothing_to_translate note note_hint evidence
        evidence_none choose_one choose_several exclusive note_required placeholder_text placeholder_number
        placeholder_date unit limits characters_left proposed proposed_why computed reopened options_from options_none
        for_row section_done all_done removed_characters personal_data personal_phone personal_id personal_mail
        personal_bank to_type not_needed section_length beside_more guidance_head law_title law_none glossary_title example_title jump_title jump_hint jump_none
        gist gist_none source in_force certainty same_instrument terms_used terms_none definition not_words related
        source_seen source_draft source_restated source_memory source_ours source_values_ours
    }
}

area! {
    /// Record tables and grids.
    Table: String {
        rows row columns empty empty_todo rows_from pasted paste_bad missing_cells used_by row_removed row_added wider
        confirm_remove confirm_remove_used
        row_head status missing_short unknown_short new_row new_row_hint create_row
        created search_hint search_or_create search_none chosen copy_of remove_named proposal proposal_differs
        proposed proposal_taken proposal_none proposal_source not_asked rows_from_countries rows_fixed
        remark_missing row_remark row_note row_lacks row_done_add row_done_more form_done
    }
}

area! {
    /// What is missing, and readiness.
    Review: String {
        title tab_missing tab_unknown tab_flagged tab_parked tab_not_applicable tab_evidence tab_sections readiness
        ready not_ready_missing not_ready_blocking unknown_count unconfirmed_count nothing_missing nothing_unknown
        nothing_flagged nothing_parked nothing_not_applicable nothing_evidence evidence_expired evidence_expires
        evidence_missing decision required_done section_at
        tab_notes nothing_notes back_here incomplete
    }
}

area! {
    /// Findings and measures.
    Finding: String {
        title blocking major minor blocking_note major_note minor_note open treated none count basis origin own
        from_unknown no_measure measures measure_title measure_new what what_hint owner due overdue status not_started
        under_way done verified treatment treat_at_once treat_in_time treat_weighed treat_accept accept_reason after
        after_hint expected done_evidence done_without_evidence add_finding text severity
        one gone concerns whole code tab_severity tab_about tab_measures filter filter_hint filtered none_filtered not_known to_be_cleared rests_on proposed only_note no_measure_take has_measure accepted accepted_short accepted_done accept_hint cannot_accept withdrawn taken to_fill for_finding becomes_known acceptance acceptance_go acceptance_hint levels levels_same levels_more
        after_none after_other after_which after_value after_comes after_goes after_slot evidence_new
    }
}

area! {
    /// Judgements, traces and the risk matrix.
    Level: String {
        title not_judged more_is_worse more_is_better inherent inherent_note attained attained_note expected
        expected_note proposed confirmed to_confirm overridden override_title override_level override_reason
        override_reason_hint trace_title trace_step trace_source trace_input trace_result trace_unknown trace_none
        correction up_one down_one matrix_title matrix_impact matrix_likelihood matrix_inherent matrix_attained
        matrix_expected matrix_source convention overall_rule worst
        taken_back reopened changed override_inherent override_to override_better_hint needs_evidence
        better worse as_proposed explanation explanation_hint undecided correction_keys
        not_asked mark_law mark_standard mark_annex mark_tool
        trace_go trace_go_title trace_not_met matrix_here matrix_nobody matrix_outside
    }
}

area! {
    /// The route and its margins.
    Route: String {
        title not_outbound exempt contract_or_certification security_assessment undetermined because worst transfers
        transfer_exempt transfer_counted counted_ordinary counted_sensitive range margin threshold over forecast
        forecast_differs unknowns unknowns_none pipia_required pipia_not_required gba_contract changes as_of
        persons_rule with_exempt next_at how_counted transfer_partly onward conflicts conflict_as_of
        conflict_total_below conflict_total_above conflict_total_none conflict_surplus conflict_small
        conflict_collected conflict_list
    }
}

area! {
    /// The export dialog and the preview.
    Export: String {
        title format format_pdf format_docx format_markdown format_text format_json language language_both instrument
        file draft draft_yes draft_no draft_only signing unsigned sign_as role role_assessor role_reviewer
        role_officer role_legal_representative role_client passphrase go working done done_path done_pages done_size
        file_digest assessment_digest digest_hint translation preview_title preview_page
        file_hint passphrase_needed add add_title add_go add_hint verify_hint preview_digest letters_todo
        no_path unsigned_hint new_identity new_identity_hint cover cover_clear done_signed done_unsigned failed_kept headings
    }
}

area! {
    /// Evidence.
    EvidenceWords: String {
        title one for_question empty_todo key name name_hint kind kind_document
        kind_screenshot kind_certificate kind_record kind_test date expiry expiry_hint confidential confidential_hint
        confidential_short file file_hint digest no_digest hashing hashed proves proves_hint
        proves_count proves_this proves_nothing proves_short untitled remove
    }
}

area! {
    /// Signing identities.
    Identity: String {
        title empty empty_todo new_title import_title id id_hint person organisation passphrase passphrase_hint
        passphrase_again passphrase_file no_passphrase import_path self_signed chained expires expired fingerprint
        self_signed_note remove_confirm remove_note created imported
        person_hint making make protection what_for lost_note licensed_note hand_out locked validity certificate
    }
}

area! {
    /// The help screen.
    Help: String {
        title column_key column_action here everywhere about ime autosave unknown marks law_key levels scope version
        keys_doc
    }
}

area! {
    /// Questions with two answers.
    Confirm: String {
        title yes no remove_row clear_answer clear_answer_note overwrite overwrite_note remove_measure remove_finding
        hide_answers hide_answers_note leave_unsaved leave_unsaved_note
    }
}

area! {
    /// One line after something was done.
    Notice: String {
        saved autosaved recovered opened_read_only migrated undone redone nothing_to_undo nothing_to_redo
        marked_unknown unmarked_unknown marked_flag unmarked_flag marked_park unmarked_park cleared first_question
        last_question none_open language level_confirmed level_overridden measure_saved evidence_added demo_opened
        translation_dropped removed removed_undo
    }
}

area! {
    /// What went wrong, and what to do about it.
    Errors: Advice {
        save_failed read_failed not_found not_assessment newer_format locked exists folder_missing export_failed
        incomplete letter_missing no_identity name_missing wrong_passphrase passphrases_differ passphrase_empty identity_exists
        bad_identifier bad_number out_of_range bad_date reason_needed remark_needed cannot_unknown
        cannot_not_applicable read_only settings_bad keymap_bad keymap_syntax keymap_context keymap_action keymap_key keymap_same
        keymap_printable keymap_taken not_terminal panic broke_off
    }
}

/// The words of the command line.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommandLine {
    pub about: String,
    pub usage: String,
    pub commands: String,
    pub command: String,
    pub arguments: String,
    pub options: String,
    pub options_token: String,
    pub colon: String,
    /// Headings of the manual pages that their writer has in English only.
    pub manual: BTreeMap<String, String>,
    pub commands_about: BTreeMap<String, String>,
    pub arguments_about: BTreeMap<String, String>,
    pub complaint: Complaint,
}

area! {
    /// What is said about a slip in the command.
    Complaint: Advice {
        unknown_argument unknown_argument_near surplus unknown_command unknown_command_near missing_argument missing_command
        missing_value bad_value bad_value_free conflict repeated not_unicode other
    }
}
