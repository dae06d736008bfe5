namespace Device.Host.Boards;

/// <summary>The panel of a board.</summary>
/// <param name="Driver"><c>simulated</c>.</param>
/// <param name="Width">Columns, 400 to 8,192.</param>
/// <param name="Height">Rows, 400 to 8,192.</param>
/// <param name="DotsPerInch">50 to 600.</param>
/// <param name="GreyLevels">2, 4, 16 or 256.</param>
public sealed record PanelProfile(string Driver, int Width, int Height, int DotsPerInch, int GreyLevels);
