namespace Spark.Gateway.Asking;

/// <summary>Another worker answers the question now, because this one was too slow to renew its lease.</summary>
internal sealed class LeaseLostException() : Exception("Another worker owns the question now.");
