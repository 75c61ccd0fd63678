"""All kinds of mischief: importing the families registers them. And what no text decides, with the reason."""

from __future__ import annotations

from tests.hostile import (
    blanks,
    column_order,
    digits,
    marks,
    missing_rows,
    other_tables,
    pages,
    prose,
    row_order,
)
from tests.hostile.mischief import KINDS

FAMILIES = (row_order, column_order, missing_rows, blanks, digits, marks, other_tables, pages, prose)

NEAR_DUPLICATES = frozenset(
    ["all_rows_glued", "all_thousands_spaced", "all_zeros_vanished", "amount_torn", "blank_and_a_unit", "blank_in_the_middle_filled_up", "blank_total_and_footnote", "blank_vanished_and_page_mark_behind", "blank_vanished_and_page_number_before", "blank_vanished_in_review_and_page_number_behind", "captions_with_numbers", "cells_glued_and_another_split", "cells_parted_by_what_is_not_seen", "change_column_in_disclosure", "chinese_numerals", "circled_footnotes", "column_of_shares", "column_of_units", "column_of_zeros_vanished", "contents_with_page_numbers", "corrected_in_a_note", "correction_behind_the_table", "counts_with_decimals", "date_between_rows", "digit_unreadable", "disclosure_groups_exchanged", "disclosure_row_missing_label_left", "disclosure_rows_exchanged_without_labels", "disclosure_rows_side_by_side", "document_columns_shuffled_without_headings", "documents_column_by_column", "documents_moved_left", "each_row_of_two_years", "end_of_the_table_lost", "example_alone", "fees_in_yuan", "footnotes_before_numbers", "group_row_with_sums", "half_of_the_table_first", "headings_again_on_the_next_page", "headings_below_the_table", "label_with_a_number_in_brackets", "labels_stacked", "last_years_report_first", "last_years_rows_behind", "last_years_table_alone", "last_years_table_before_without_a_word", "last_years_table_in_section_one", "leading_zeros", "narrative_table_of_requests", "natural_persons_behind_the_organisations", "note_between_the_digits", "notes_with_numbers", "number_cut_by_a_page", "number_split_by_a_space", "numerals_stay_words_move", "one_label_behind_its_numbers", "organisations_next_to_each_other_exchanged", "outcome_totals_first", "outcomes_of_one_block_exchanged", "outcomes_shuffled_without_headings", "page_lost", "page_marks_among_cells", "power_list_beside_the_table", "powers_and_exponents", "processed_and_forward_exchanged", "ranges_and_bounds", "received_and_carried_over_renumbered", "received_exchanged_without_labels", "regulations_and_documents_exchanged", "requests_column_by_column", "review_blocks_shuffled_without_headings", "review_transposed", "reviews_table_of_all_matters", "row_cut_by_a_page", "row_glued", "row_missing_and_another_twice_unlabelled", "row_moved_right", "row_on_both_pages_with_other_numbers", "row_with_numbers_missing", "rows_numbered_last", "running_head_inside", "sections_in_another_order", "sentence_before_the_table", "sentence_behind_the_table", "single_other_row_and_its_three", "strange_digits", "stranger_between_the_rows", "struck_out_and_replaced", "table_of_another_body_alone", "tables_under_each_others_titles", "thousands_with_a_point", "total_left_of_other", "totals_vanished", "two_reports_one_title", "two_tables_of_one_body", "units_with_digits", "words_of_another_kind_of_columns", "words_of_command", "zeros_but_one_and_page_zero"]
)
"""Kinds that are much like another, or rarer: a few texts of each."""

UNDECIDABLE = {
    "blank-among-cell-lines": "one cell a line without delimiters: a vanished blank with a page's bare number in the "
    "row is a row with other numbers",
    "total-blank-and-page-equal": "a total printed empty without a trace, and below it a page's bare number equal to it: "
    "the same text as the whole row cut over two lines",
    "blank-in-disclosure-and-page": "a blank that left no trace in a row without sums, and a page's bare number below: "
    "the same text as a number printed below its label",
    "footnote-folded-in-disclosure": "5① folded to 51 before the text came here, in a table without sums",
    "digit-lost": "a digit that left no trace: the text prints another number",
}
"""What the text itself does not decide, by the names that test_undecidable shows, with the reason."""

__all__ = ["FAMILIES", "KINDS", "NEAR_DUPLICATES", "UNDECIDABLE"]
