using System.Collections.Immutable;
using CsCheck;
using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Core.Screen;
using Device.Screen.Layout;
using Device.Screen.Model;

namespace Device.Screen.Tests;

/// <summary>Screens that the tests share.</summary>
internal static class Samples
{
    internal static readonly PanelCapabilities Notebook = new(1404, 1872, 227, 16, true);

    internal static readonly PanelCapabilities Small = new(404, 300, 100, 16, true);

    internal static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    internal static FactId Id(ulong sequence) => new(DeviceId.Parse("test/one"), 1, sequence);

    internal static Stroke Line(float x0, float y0, float x1, float y1, float pressure = 0.5f, float width = Stroke.DefaultWidth) =>
        new([new InkPoint(x0, y0, 0, pressure), new InkPoint(x1, y1, 10, pressure)], PenTool.Tip, width);

    internal static PageView Page(ScreenLayout layout, ImmutableArray<Stroke> strokes, PageTemplate template = PageTemplate.Blank, ulong id = 1) =>
        new(Id(id), template, layout.PageWidth, layout.PageHeight, 10, strokes, []);

    internal static ScreenModel Screen(ScreenLayout layout, params ImmutableArray<Stroke> strokes) =>
        new(Page(layout, strokes), null, StatusBar.Empty);

    internal static PenSample Pen(long microseconds, float x, float y, PenPhase phase = PenPhase.Contact, PenTool tool = PenTool.Tip) =>
        new(microseconds, x, y, phase == PenPhase.Contact ? 0.5f : 0, 0, 0, tool, phase);

    internal static PenSample[] Writing(Stroke stroke) =>
    [
        .. stroke.Points.Select((p, i) => Pen(i * 5000, p.X, p.Y)),
        Pen(stroke.Points.Length * 5000, stroke.Points[^1].X, stroke.Points[^1].Y, PenPhase.Hover),
    ];
}
