using Device.Core.Ink;

namespace Device.Core.Notebook;

/// <summary>
/// Where the printed lines or boxes of a page are. All in millimetres of the page. Boxes (田字格, 米字格) stand in rows with a small
/// gap between the rows, in the middle of the page. Immutable; any thread.
/// </summary>
public sealed class PaperRuling
{
    private const float LargestMargin = 6;
    private const float RowGap = 0.16f;

    private readonly float _step;
    private readonly float _left;
    private readonly float _top;

    /// <summary>Rules a page.</summary>
    /// <param name="template">What is printed.</param>
    /// <param name="width">The page's width, above 0.</param>
    /// <param name="height">The page's height, above 0.</param>
    /// <param name="pitch">Distance of lines or side of a box, at least 3.</param>
    public PaperRuling(PageTemplate template, float width, float height, float pitch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pitch, 3);
        (Template, Pitch) = (template, pitch);
        var margin = Math.Min(LargestMargin, width / 20);
        var (across, down) = (width - (2 * margin), height - (2 * margin));
        _step = HasBoxes ? pitch * (1 + RowGap) : pitch;
        Columns = HasBoxes ? Math.Max(0, (int)(across / pitch)) : 1;
        Rows = template == PageTemplate.Blank ? 0 : Math.Max(0, (int)((down + _step - pitch) / _step));
        RowWidth = HasBoxes ? Columns * pitch : across;
        _left = (width - RowWidth) / 2;
        _top = margin;
    }

    /// <summary>Rules a page.</summary>
    /// <param name="page">How it was added.</param>
    /// <returns>Its lines or boxes.</returns>
    public static PaperRuling Of(PageAdded page) => new(page.Template, page.Width, page.Height, page.Pitch);

    /// <summary>What is printed.</summary>
    public PageTemplate Template { get; }

    /// <summary>Whether there are boxes for one character each.</summary>
    public bool HasBoxes => Template is PageTemplate.Grid or PageTemplate.Mizi;

    /// <summary>Distance of lines or side of a box.</summary>
    public float Pitch { get; }

    /// <summary>Rows to write in; 0 on a blank page.</summary>
    public int Rows { get; }

    /// <summary>Boxes in a row; 1 where there are only lines.</summary>
    public int Columns { get; }

    /// <summary>Width of a row.</summary>
    public float RowWidth { get; }

    /// <summary>A row to write in; a line is printed at its bottom.</summary>
    /// <param name="row">From 0.</param>
    /// <returns>The row.</returns>
    public InkBounds Row(int row)
    {
        var top = _top + (row * _step);
        return new InkBounds(_left, top, _left + RowWidth, top + Pitch);
    }

    /// <summary>A box of a row.</summary>
    /// <param name="row">From 0.</param>
    /// <param name="column">From 0.</param>
    /// <returns>The box.</returns>
    public InkBounds Box(int row, int column)
    {
        var (line, width) = (Row(row), RowWidth / Columns);
        return line with { Left = line.Left + (column * width), Right = line.Left + ((column + 1) * width) };
    }

    /// <summary>The row whose middle is nearest to a place, so that ink in a gap or beyond the paper has one too.</summary>
    /// <param name="y">Millimetres from the page's top edge.</param>
    /// <returns>From 0; 0 where there are no rows.</returns>
    public int RowAt(float y) => Nearest((y - _top - (Pitch / 2)) / _step, Rows);

    /// <summary>The box of a row whose middle is nearest to a place.</summary>
    /// <param name="x">Millimetres from the page's left edge.</param>
    /// <returns>From 0; 0 where there are no boxes.</returns>
    public int ColumnAt(float x) => Columns == 0 ? 0 : Nearest(((x - _left) / (RowWidth / Columns)) - 0.5f, Columns);

    private static int Nearest(float at, int count) => float.IsNaN(at) ? 0 : (int)Math.Clamp(MathF.Round(at, MidpointRounding.AwayFromZero), 0, Math.Max(count - 1, 0));
}
