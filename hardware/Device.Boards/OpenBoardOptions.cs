namespace Device.Boards;

/// <summary>How a board is opened.</summary>
/// <param name="IsEmulated">Whether chips and kernels are emulated behind the real drivers.</param>
/// <param name="PanelSpeed">How much faster than life simulated and emulated glass moves, 1 to 1,000,000; of no effect on real glass.</param>
public sealed record OpenBoardOptions(bool IsEmulated = false, double PanelSpeed = 1);
