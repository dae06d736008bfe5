namespace Device.Cli.Ink;

/// <summary>
/// What <c>ink eval</c> prints. Shares from 0 to 1, null where no sample of the kind was there; times are milliseconds a
/// sample; bytes are the networks'.
/// </summary>
internal sealed record EvalFigures(
    int Samples, double? Top1, double? Top5, double? Top10, double? Cer, double? MsP50, double? MsP99, long ModelBytes);
