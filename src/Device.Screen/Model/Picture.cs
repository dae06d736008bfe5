using Device.Core.Ink;
using Device.Screen.Frames;

namespace Device.Screen.Model;

/// <summary>A picture on a page: the one thing on the screen that is dithered.</summary>
/// <param name="Place">Where, in the page's millimetres; the picture is stretched to it. What lies beside the page is cut off.</param>
/// <param name="Grey">The picture; it must not change while the page is shown.</param>
public sealed record Picture(InkBounds Place, GreyFrame Grey);
