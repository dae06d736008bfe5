namespace Device.Cli.Ink;

/// <summary>What <c>ink eval --detail --json</c> and <c>--confusions N --json</c> print; what was not asked for is empty.</summary>
internal sealed record EvalDetail(EvalFigures Figures, EvalRow[] Writers, EvalRow[] Characters, EvalTrust[] Trust, EvalConfusion[] Confusions);

/// <summary>Part of the samples: those of a writer or of a character.</summary>
/// <param name="Name">The writer or the character.</param>
/// <param name="Samples">How many single characters.</param>
/// <param name="Top1">Share read right at once, null without single characters.</param>
/// <param name="Low">Lower end of its 95 % interval after Wilson.</param>
/// <param name="High">Upper end.</param>
/// <param name="Lines">How many lines.</param>
/// <param name="Cer">Character error rate of the lines, null without lines.</param>
internal sealed record EvalRow(string Name, int Samples, double? Top1, double? Low, double? High, int Lines, double? Cer);

/// <summary>What a least probability is worth as a reason to reject single characters.</summary>
/// <param name="Least">The probability from which a reading is taken.</param>
/// <param name="Answered">Share of the samples whose reading has it.</param>
/// <param name="Right">Share of these that were read right, null without any.</param>
/// <param name="Expected">Mean probability of these: near <paramref name="Right"/> where the model is well calibrated.</param>
internal sealed record EvalTrust(double Least, double Answered, double? Right, double? Expected);

/// <summary>A character that was read as another one.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Read">What was read; empty for nothing.</param>
/// <param name="Times">How often.</param>
/// <param name="Of">How many samples of the character there are.</param>
internal sealed record EvalConfusion(string Label, string Read, int Times, int Of);
