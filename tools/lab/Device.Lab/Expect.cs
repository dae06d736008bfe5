using System.Globalization;

namespace Device.Lab;

/// <summary>What a check expects; a message names what, what was found and what was expected.</summary>
internal static class Expect
{
    /// <summary>Something holds.</summary>
    public static void That(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new LabException(otherwise);
        }
    }

    /// <summary>Two values are the same.</summary>
    public static void Same<T>(string what, T expected, T found) =>
        That(EqualityComparer<T>.Default.Equals(expected, found), string.Create(CultureInfo.InvariantCulture, $"{what} is {found}, {expected} expected"));

    /// <summary>Two numbers are the same but for rounding.</summary>
    public static void Near(string what, double expected, double found, double within) =>
        That(Math.Abs(expected - found) <= within, string.Create(CultureInfo.InvariantCulture, $"{what} is {found:0.####}, {expected:0.####} expected"));

    /// <summary>A call throws.</summary>
    public static async Task<T> ThrowsAsync<T>(string what, Func<Task> call)
        where T : Exception
    {
        try
        {
            await call();
        }
        catch (T e)
        {
            return e;
        }

        throw new LabException($"{what}: {typeof(T).Name} expected, nothing thrown");
    }
}
