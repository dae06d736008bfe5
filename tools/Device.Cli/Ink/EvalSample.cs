using System.Collections.Immutable;
using Device.Core.Ink;

namespace Device.Cli.Ink;

/// <summary>A labelled sample and how it was read.</summary>
/// <param name="Ink">The sample.</param>
/// <param name="Read">The readings, best first; of a line the best only.</param>
/// <param name="Probability">Of the best reading.</param>
/// <param name="Milliseconds">How long it took.</param>
internal sealed record EvalSample(LabelledInk Ink, ImmutableArray<string> Read, float Probability, double Milliseconds)
{
    internal bool IsCharacter => Ink.Kind == InkKind.Character;

    /// <summary>Place of the label among the readings, from 0; -1 when it is not there.</summary>
    internal int Rank { get; } = Read.Select(LabelText.Fold).ToList().IndexOf(LabelText.Fold(Ink.Label));

    /// <summary>Characters to insert, delete or replace to make the reading the label.</summary>
    internal int Errors { get; } = Ink.Kind == InkKind.Character ? 0 : LabelText.Distance(Read[0], Ink.Label);

    internal int Length { get; } = LabelText.Length(Ink.Label);

    /// <summary>How wrong it is, for sorting: 0 is right, 1 as wrong as can be, more for surplus characters.</summary>
    internal double Badness => !IsCharacter ? Errors / (double)Math.Max(Length, 1) : Rank < 0 ? 1 : Rank / (double)InkEvaluation.Candidates;
}
