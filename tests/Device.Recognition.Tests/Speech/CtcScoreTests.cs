using CsCheck;
using Device.Recognition.Speech.Mandarin;

namespace Device.Recognition.Tests.Speech;

public sealed class CtcScoreTests
{
    private const int Classes = 4;

    private static readonly Gen<PhonePosteriors> AnyPosteriors = Gen.Float[0.05f, 1].Array[Classes].Array[1, 6].Select(rows => new PhonePosteriors(
        [.. rows.SelectMany(row => row.Select(p => MathF.Log(p / row.Sum())))], Classes));

    private static readonly Gen<int[]> AnyLabels = Gen.Int[1, Classes - 1].Array[0, 3];

    [Fact]
    public void The_probability_is_the_sum_over_every_path() =>
        Gen.Select(AnyPosteriors, AnyLabels).Sample((posteriors, labels) =>
        {
            var sum = Paths(posteriors.Steps).Where(p => Collapse(p).SequenceEqual(labels)).Sum(p => Math.Exp(p.Select((c, t) => (double)posteriors[t][c]).Sum()));
            var found = CtcScore.LogProbability(posteriors, labels);
            return sum == 0 ? double.IsNegativeInfinity(found) : Math.Abs(Math.Log(sum) - found) < 1e-5;
        }, iter: 200);

    [Fact]
    public void The_best_path_is_the_best_of_every_path() =>
        Gen.Select(AnyPosteriors, AnyLabels.Where(l => l.Length > 0)).Sample((posteriors, labels) =>
        {
            var fitting = Paths(posteriors.Steps).Where(p => Collapse(p).SequenceEqual(labels)).ToArray();
            var spans = CtcScore.Align(posteriors, labels);
            if (fitting.Length == 0)
            {
                return spans is null;
            }

            var path = new int[posteriors.Steps];
            for (var i = 0; i < labels.Length; i++)
            {
                path.AsSpan(spans![i].Start, spans[i].End - spans[i].Start).Fill(labels[i]);
            }

            double Score(int[] p) => p.Select((c, t) => (double)posteriors[t][c]).Sum();
            return Math.Abs(Score(path) - fitting.Max(Score)) < 1e-5;
        }, iter: 200);

    private static IEnumerable<int[]> Paths(int steps) =>
        Enumerable.Range(0, (int)Math.Pow(Classes, steps)).Select(n => Enumerable.Range(0, steps).Select(t => n / (int)Math.Pow(Classes, t) % Classes).ToArray());

    private static IEnumerable<int> Collapse(int[] path) => path.Where((c, t) => c != MandarinPhones.Blank && (t == 0 || path[t - 1] != c));
}
