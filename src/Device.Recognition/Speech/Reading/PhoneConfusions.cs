using System.Collections.Immutable;
using Device.Recognition.Speech.Mandarin;

namespace Device.Recognition.Speech.Reading;

/// <summary>
/// What is said for what: every other initial for an initial, every other final for a final. The network decides which of them are near;
/// a list of learners' usual exchanges (zh for z, in for ing) would hide the rest. Pure.
/// </summary>
internal static class PhoneConfusions
{
    private const int FirstFinal = 22;

    /// <summary>The syllables that differ from one in its initial (or have none) or in its final.</summary>
    internal static IEnumerable<int[]> Of(ImmutableArray<int> phones)
    {
        var (initial, final) = (phones.Length == 2 ? phones[0] : 0, phones[^1]);
        for (var other = 0; other < FirstFinal; other++)
        {
            if (other != initial)
            {
                yield return other == 0 ? [final] : [other, final];
            }
        }

        for (var other = FirstFinal; other < MandarinPhones.Labels.Length; other++)
        {
            if (other != final)
            {
                yield return initial == 0 ? [other] : [initial, other];
            }
        }
    }
}
