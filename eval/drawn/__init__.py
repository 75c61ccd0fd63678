"""Reports drawn at random from a seed, with known truth, printed in the layouts that converters leave.

In: a seed and the name of a layout. Out: a report's text and its label, in a golden's shape. Never: a real place, a
reader of reports, or chance other than the seed's. Seeds 1-99 are for building, 100-199 for reporting.
"""

from nianbao.eval.drawn.layouts import LAYOUTS
from nianbao.eval.drawn.report import DrawnReport, draw_report

__all__ = ["LAYOUTS", "DrawnReport", "draw_report"]
