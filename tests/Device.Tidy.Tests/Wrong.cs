namespace Device.Tidy.Tests;

/// <summary>Fails with every offender, so that one run shows them all.</summary>
internal static class Wrong
{
    public static void None<T>(IEnumerable<T> offenders)
    {
        var all = offenders.ToArray();
        if (all.Length > 0)
        {
            Assert.Fail(string.Join('\n', all));
        }
    }
}
