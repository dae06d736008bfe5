using Device.Core.Ink;

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
    private readonly bool _boxes;

    public ReplayLayout(PaperState paper, InkKind kind)
    {
        (_paper, _boxes) = (paper, kind == InkKind.Character);
        Columns = _boxes ? Math.Max(1, (int)(paper.Width / BoxSide)) : 1;
        Rows = Math.Max(1, (int)(paper.Height / (_boxes ? BoxSide : LinePitch)));
    }

    public int Columns { get; }

    public int Rows { get; }

    /// <summary>Samples that fit on one page.</summary>
    public int PerPage => Columns * Rows;

    /// <summary>The page to ask for.</summary>
    public PageRequest NewPage => _boxes ? new PageRequest("new", "grid", BoxSide) : new PageRequest("new", "lined", LinePitch);

    /// <summary>The box for the n-th sample of a page, in millimetres of the panel.</summary>
    public InkBounds Box(int index)
    {
        var (row, column) = (index / Columns, index % Columns);
        if (_boxes)
        {
            var (left, top) = (_paper.Left + (column * BoxSide), _paper.Top + (row * BoxSide));
            return new(left + BoxMargin, top + BoxMargin, left + BoxSide - BoxMargin, top + BoxSide - BoxMargin);
        }

        var line = _paper.Top + (row * LinePitch);
        return new(_paper.Left + 4, line + 2, _paper.Left + _paper.Width - 4, line + LinePitch - 2);
    }
}
