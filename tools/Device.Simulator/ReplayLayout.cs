using Device.Core.Ink;
using Device.Core.Notebook;

namespace Device.Simulator;

/// <summary>Where a replay writes: one character to a box of a grid page, one line to a line of a lined page. Pure.</summary>
internal sealed class ReplayLayout
{
    /// <summary>Side of a box in millimetres.</summary>
    public const float BoxSide = 15;

    /// <summary>Distance of lines in millimetres.</summary>
    public const float LinePitch = 14;

    private const float BoxMargin = 1.5f;

    private readonly PaperState _paper;
    private readonly PaperRuling _ruling;

    public ReplayLayout(PaperState paper, InkKind kind)
    {
        _paper = paper;
        Template = kind == InkKind.Character ? PageTemplate.Grid : PageTemplate.Lined;
        Pitch = Template == PageTemplate.Grid ? BoxSide : LinePitch;
        _ruling = new PaperRuling(Template, paper.Width, paper.Height, Pitch);
    }

    public PageTemplate Template { get; }

    public float Pitch { get; }

    public int Columns => Math.Max(1, _ruling.Columns);

    /// <summary>Samples that fit on one page.</summary>
    public int PerPage => Math.Max(1, _ruling.Rows) * Columns;

    /// <summary>The page to ask for.</summary>
    public PageRequest NewPage => new("new", Template == PageTemplate.Grid ? "grid" : "lined", Pitch);

    /// <summary>The box for the n-th sample of a page, in millimetres of the panel.</summary>
    public InkBounds Box(int index)
    {
        var box = Template == PageTemplate.Grid ? _ruling.Box(index / Columns, index % Columns) : _ruling.Row(index);
        return new(
            _paper.Left + box.Left + BoxMargin, _paper.Top + box.Top + BoxMargin, _paper.Left + box.Right - BoxMargin, _paper.Top + box.Bottom - BoxMargin);
    }
}
