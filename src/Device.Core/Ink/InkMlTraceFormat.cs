using System.Collections.Immutable;

namespace Device.Core.Ink;

/// <summary>The channels of a trace's points in their order: first the regular ones, then those a point may leave out.</summary>
/// <param name="Channels">The channels; X and Y are among the regular ones.</param>
internal sealed record InkMlTraceFormat(ImmutableArray<InkMlChannel> Channels)
{
    /// <summary>Most channels of a format.</summary>
    public const int MaxChannels = 64;

    /// <summary>The format of a document that states none: X, then Y.</summary>
    public static readonly InkMlTraceFormat Default = new(
    [
        InkMlChannel.Create("X", false, null, null, null, null),
        InkMlChannel.Create("Y", false, null, null, null, null),
    ]);

    /// <summary>How many values a point has at least.</summary>
    public int RegularCount { get; } = Channels.Count(c => !c.IsIntermittent);

    /// <summary>Makes a format.</summary>
    /// <exception cref="FormatException">X or Y is missing or given twice.</exception>
    public static InkMlTraceFormat Create(IEnumerable<InkMlChannel> channels)
    {
        var ordered = channels.OrderBy(c => c.IsIntermittent).ToImmutableArray();
        foreach (var role in new[] { InkMlRole.X, InkMlRole.Y })
        {
            var count = ordered.Count(c => c.Role == role && !c.IsIntermittent);
            if (count != 1)
            {
                throw new FormatException($"{count} regular channels {role}, one expected");
            }
        }

        return new InkMlTraceFormat(ordered);
    }
}
