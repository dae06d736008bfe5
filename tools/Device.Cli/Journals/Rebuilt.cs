namespace Device.Cli.Journals;

/// <summary>What <c>journal rebuild</c> made.</summary>
/// <param name="Records">Facts in the journal.</param>
/// <param name="AppliedPosition">The last position in the view.</param>
/// <param name="Notes">Notes in the view.</param>
internal sealed record Rebuilt(long Records, long AppliedPosition, int Notes);
