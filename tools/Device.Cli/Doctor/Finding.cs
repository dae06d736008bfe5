namespace Device.Cli.Doctor;

/// <summary>What the doctor found.</summary>
/// <param name="What">What was looked at.</param>
/// <param name="State"><c>ok</c>, <c>warning</c> or <c>failed</c>.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Remedy">What to do; empty where nothing is to be done.</param>
internal sealed record Finding(string What, string State, string Detail, string Remedy)
{
    internal static Finding Ok(string what, string detail) => new(what, "ok", detail, "");

    internal static Finding Warning(string what, string detail, string remedy) => new(what, "warning", detail, remedy);

    internal static Finding Failed(string what, string detail, string remedy) => new(what, "failed", detail, remedy);
}
