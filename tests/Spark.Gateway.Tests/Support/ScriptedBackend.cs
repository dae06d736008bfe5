using System.Runtime.CompilerServices;
using Spark.Gateway.Chat;

namespace Spark.Gateway.Tests.Support;

/// <summary>A backend that plays one script per question: parts, then perhaps an error.</summary>
internal sealed class ScriptedBackend(params (SparkPart[] Parts, SparkError? Error)[] scripts) : ISparkBackend
{
    public int Asked { get; private set; }

    public async IAsyncEnumerable<SparkPart> AskAsync(SparkQuestion question, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (parts, error) = scripts[Math.Min(Asked++, scripts.Length - 1)];
        foreach (var part in parts)
        {
            await Task.Yield();
            yield return part;
        }

        if (error is not null)
        {
            throw new SparkException(error);
        }
    }
}
