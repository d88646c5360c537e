"""Where the shipped flows lie."""

from pathlib import Path

FLOWS_FOLDER = Path(__file__).parents[3] / "flows"
