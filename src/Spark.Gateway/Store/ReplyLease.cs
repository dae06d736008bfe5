namespace Spark.Gateway.Store;

/// <summary>A worker's hold on a question: while it lasts, no other worker answers it.</summary>
/// <param name="Worker">The worker's name, unique among those that run.</param>
/// <param name="Now">The time of the claim.</param>
/// <param name="Until">When it ends unless renewed.</param>
internal readonly record struct ReplyLease(string Worker, DateTimeOffset Now, DateTimeOffset Until);
