using System.Collections.Immutable;

namespace Device.Core.Ink;

/// <summary>Reads ink. Calls are synchronous and compute-bound; one caller at a time.</summary>
public interface IInkRecognizer
{
    /// <summary>Name and version of the model, as it is written beside every text it read.</summary>
    string Model { get; }

    /// <summary>Reads strokes as one character.</summary>
    /// <param name="strokes">1 or more strokes in the order of writing, in any unit.</param>
    /// <param name="script">Which classes may answer.</param>
    /// <param name="count">How many candidates at most, 1 to 100.</param>
    /// <returns>Readings, best first; empty when the strokes cannot be a character.</returns>
    ImmutableArray<InkCandidate> RecognizeCharacter(ReadOnlySpan<Stroke> strokes, InkScript script, int count);

    /// <summary>Reads strokes as one line of characters written side by side, left to right.</summary>
    /// <param name="strokes">1 or more strokes in the order of writing, in any unit.</param>
    /// <param name="script">Which classes may answer.</param>
    /// <returns>The line.</returns>
    RecognizedLine RecognizeLine(ReadOnlySpan<Stroke> strokes, InkScript script);
}
