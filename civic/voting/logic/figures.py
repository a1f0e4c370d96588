"""The figure of a result: stacked bars, drawn in the browser by plotly.js."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# Hatching tells the segments apart where colours do not.
_HATCHES = ("", "/", ".")


@dataclass(frozen=True)
class Bar:
    """One bar: a label and the number of each choice, in the order of the legend."""

    label: str
    numbers: Sequence[int]


def stacked_bars(legend: Sequence[str], bars: Sequence[Bar]) -> dict[str, Any]:
    """Return a Plotly figure as JSON-ready data: one horizontal bar per group, first on top.

    Each segment carries its number, so that colour alone says nothing; colours, fonts and grounds
    are the page's own and are added in the browser.
    """
    # Heavy, and only wanted where a figure is drawn.
    import plotly.graph_objects as go

    labels = [bar.label for bar in bars]
    figure = go.Figure(
        [
            go.Bar(
                name=name,
                x=[bar.numbers[index] for bar in bars],
                y=labels,
                orientation="h",
                text=[str(bar.numbers[index] or "") for bar in bars],
                textposition="inside",
                insidetextanchor="middle",
                hoverinfo="skip",
                marker={
                    "pattern": {
                        "shape": _HATCHES[index % 3],
                        "fillmode": "overlay",
                        "solidity": 0.15,
                    }
                },
            )
            for index, name in enumerate(legend)
        ],
        layout=go.Layout(
            barmode="stack",
            bargap=0.35,
            height=120 + 56 * len(labels),
            legend={"orientation": "h", "traceorder": "normal", "y": 1.02, "yanchor": "bottom"},
            yaxis={"autorange": "reversed", "automargin": True, "showgrid": False},
            xaxis={"rangemode": "tozero", "tickformat": "d"},
        ),
    )
    data: dict[str, Any] = figure.to_plotly_json()
    # Plotly's default look is six times the size of the figure, and not ours.
    data["layout"].pop("template", None)
    return data
