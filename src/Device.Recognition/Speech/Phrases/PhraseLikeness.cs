using System.Numerics.Tensors;
using Device.Recognition.Speech.Keywords;

namespace Device.Recognition.Speech.Phrases;

/// <summary>
/// How alike two stretches of speech are: dynamic time warping over the cosine of their embeddings (Sakoe and Chiba 1978), where each
/// step of one may be at most two of the other. Pure.
/// </summary>
internal static class PhraseLikeness
{
    private const float Never = 1e9f;

    /// <summary>The likeness of a take to the end of a stretch of speech, whose beginning is free.</summary>
    /// <param name="take">Scaled embeddings of a take.</param>
    /// <param name="speech">Scaled embeddings, the newest last.</param>
    /// <param name="work">Work space of <see cref="WorkLength"/>.</param>
    /// <returns>At most 1; about 0 for speech that has nothing in common.</returns>
    internal static float AtEnd(ReadOnlySpan<float> take, ReadOnlySpan<float> speech, Span<float> work)
    {
        const int N = SpeechEmbedding.Length;
        var (rows, columns) = (take.Length / N, speech.Length / N);

        // Three rows of costs: this step of the take, the one before, and the one before that.
        var now = work[..columns];
        var before = work.Slice(columns, columns);
        var early = work.Slice(2 * columns, columns);
        before.Fill(Never);
        early.Fill(Never);
        for (var r = 0; r < rows; r++)
        {
            var one = take.Slice(r * N, N);
            for (var c = 0; c < columns; c++)
            {
                var distance = 1 - TensorPrimitives.Dot(one, speech.Slice(c * N, N));
                var best = r == 0 ? 0 : c == 0 ? Never : before[c - 1];
                if (r > 0 && c > 1)
                {
                    best = Math.Min(best, before[c - 2]);
                }

                if (r > 1 && c > 0)
                {
                    // Two steps of the take in one of the speech: the one passed over costs as much.
                    best = Math.Min(best, early[c - 1] + distance);
                }

                now[c] = best + distance;
            }

            var free = early;
            early = before;
            before = now;
            now = free;
        }

        return 1 - (before[columns - 1] / rows);
    }

    internal static int WorkLength(int speechSteps) => 3 * speechSteps;
}
