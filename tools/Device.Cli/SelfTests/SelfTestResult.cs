namespace Device.Cli.SelfTests;

/// <summary>What came of testing a part of a machine.</summary>
/// <param name="Part">The part.</param>
/// <param name="State"><c>ok</c>, <c>failed</c> or <c>skipped</c>.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Remedy">What to do; empty where nothing is to be done.</param>
/// <param name="Milliseconds">How long it took.</param>
internal sealed record SelfTestResult(string Part, string State, string Detail, string Remedy, long Milliseconds)
{
    internal static SelfTestResult Ok(string part, string detail) => new(part, "ok", detail, "", 0);

    internal static SelfTestResult Failed(string part, string detail, string remedy) => new(part, "failed", detail, remedy, 0);

    internal static SelfTestResult Skipped(string part, string why) => new(part, "skipped", why, "", 0);
}
