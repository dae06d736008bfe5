namespace Device.Core.Ink;

/// <summary>How traces are read and drawn: what a document's contexts, formats and brushes come down to.</summary>
/// <param name="Format">The channels.</param>
/// <param name="Width">Line width in millimetres.</param>
/// <param name="Tool">Which end of the pen.</param>
internal readonly record struct InkMlPen(InkMlTraceFormat Format, float Width, PenTool Tool)
{
    public static readonly InkMlPen Default = new(InkMlTraceFormat.Default, Stroke.DefaultWidth, PenTool.Tip);
}
