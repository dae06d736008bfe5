using Spark.StandIn.Answers;

namespace Spark.StandIn.Wire;

/// <summary>One accepted or refused request. Immutable.</summary>
/// <param name="Sid">Session id as the service would give it.</param>
/// <param name="Created">Seconds since 1970-01-01 UTC.</param>
/// <param name="Refusal">0, or the code that answers at once.</param>
/// <param name="Fault">What goes wrong on the way.</param>
/// <param name="Answer">What is said.</param>
internal sealed record Turn(string Sid, long Created, int Refusal, StandInFault Fault, StandInAnswer Answer);
