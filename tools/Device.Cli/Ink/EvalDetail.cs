namespace Device.Cli.Ink;

/// <summary>What <c>ink eval --detail --json</c> prints.</summary>
internal sealed record EvalDetail(EvalFigures Figures, EvalRow[] Writers, EvalRow[] Characters);

/// <summary>Part of the samples: those of a writer or of a character.</summary>
/// <param name="Name">The writer or the character.</param>
/// <param name="Samples">How many single characters.</param>
/// <param name="Top1">Share read right at once, null without single characters.</param>
/// <param name="Low">Lower end of its 95 % interval after Wilson.</param>
/// <param name="High">Upper end.</param>
/// <param name="Lines">How many lines.</param>
/// <param name="Cer">Character error rate of the lines, null without lines.</param>
internal sealed record EvalRow(string Name, int Samples, double? Top1, double? Low, double? High, int Lines, double? Cer);
