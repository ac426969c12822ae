"""Draw plots as SVG on the server; their colours are classes of the stylesheet."""

from collections.abc import Sequence

from markupsafe import Markup

BAR_WIDTH = 18
BAR_GAP = 4
BAR_HEIGHT = 88
FUNNEL_WIDTH = 560
FUNNEL_ROW = 30
FUNNEL_LABEL = 190


def bars(values: Sequence[tuple[str, int]], title: str) -> Markup:
    """Return bars for counts by label, such as days; a table for readers of screens is inside."""
    highest = max((count for _, count in values), default=0) or 1
    width = len(values) * (BAR_WIDTH + BAR_GAP)
    parts = [
        Markup(
            '<svg class="plot" role="img" viewBox="0 0 {} {}" preserveAspectRatio="none">'
            "<title>{}</title>"
        ).format(width, BAR_HEIGHT + 2, title)
    ]
    for index, (label, count) in enumerate(values):
        height = round(count / highest * BAR_HEIGHT, 1) if count else 0.6
        parts.append(
            Markup(
                '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="2">'
                "<title>{}: {}</title></rect>"
            ).format(
                "bar" if count else "bar none",
                index * (BAR_WIDTH + BAR_GAP),
                BAR_HEIGHT - height,
                BAR_WIDTH,
                height,
                label,
                f"{count:,}",
            )
        )
    parts.append(Markup("</svg>"))
    return Markup().join(parts)


def funnel(values: Sequence[tuple[str, int, bool]], title: str) -> Markup:
    """Return a row for each status in order, with its count; success is marked."""
    highest = max((count for _, count, _ in values), default=0) or 1
    height = len(values) * FUNNEL_ROW
    parts = [
        Markup('<svg class="plot funnel" role="img" viewBox="0 0 {} {}"><title>{}</title>').format(
            FUNNEL_WIDTH, height, title
        )
    ]
    room = FUNNEL_WIDTH - FUNNEL_LABEL - 60
    for index, (label, count, is_success) in enumerate(values):
        width = max(2, round(count / highest * room))
        middle = index * FUNNEL_ROW + FUNNEL_ROW // 2
        parts.append(
            Markup(
                '<text class="label" x="{}" y="{}">{}</text>'
                '<rect class="{}" x="{}" y="{}" width="{}" height="18" rx="3"/>'
                '<text class="count" x="{}" y="{}">{}</text>'
            ).format(
                FUNNEL_LABEL - 12,
                middle + 4,
                label,
                "bar success" if is_success else "bar",
                FUNNEL_LABEL,
                middle - 9,
                width,
                FUNNEL_LABEL + width + 8,
                middle + 4,
                f"{count:,}",
            )
        )
    parts.append(Markup("</svg>"))
    return Markup().join(parts)
