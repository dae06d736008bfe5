using System.Diagnostics.Metrics;
using Device.Messages;
using Spark.Gateway.Chat;

namespace Spark.Gateway.Service;

/// <summary>What the gateway counts. Tags are kinds and reasons, never names or words. Safe to use from any thread.</summary>
internal sealed class GatewayMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "Spark.Gateway";

    private readonly Counter<long> _received;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _facts;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _blobs;
    private readonly Counter<long> _questions;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _connections;
    private readonly Counter<long> _expelled;
    private readonly UpDownCounter<long> _asking;
    private readonly Histogram<double> _append;
    private readonly Histogram<double> _firstPart;

    public GatewayMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(Name);
        _received = meter.CreateCounter<long>("spark_gateway.received", "{message}", "Messages from machines, by kind.");
        _rejected = meter.CreateCounter<long>("spark_gateway.rejected", "{message}", "Messages that were not handled, by reason.");
        _facts = meter.CreateCounter<long>("spark_gateway.facts", "{fact}", "Facts offered by machines, by outcome.");
        _sent = meter.CreateCounter<long>("spark_gateway.sent", "{message}", "Messages to machines, by kind and outcome.");
        _blobs = meter.CreateCounter<long>("spark_gateway.blobs", "{blob}", "Blobs that were whole, wrong, refused, or doubted by a machine.");
        _questions = meter.CreateCounter<long>("spark_gateway.questions", "{question}", "Questions that ended, by outcome.");
        _failures = meter.CreateCounter<long>("spark_gateway.failures", "{failure}", "Handlers that failed, by where.");
        _connections = meter.CreateCounter<long>("spark_gateway.connections", "{connection}", "Tries to connect to the broker, by outcome.");
        _expelled = meter.CreateCounter<long>("spark_gateway.expelled", "{machine}", "Machines that were silent for too long.");
        _asking = meter.CreateUpDownCounter<long>("spark_gateway.asking", "{question}", "Questions that are being answered.");
        _append = meter.CreateHistogram<double>("spark_gateway.append", "s", "Time to store a batch of facts.");
        _firstPart = meter.CreateHistogram<double>("spark_gateway.first_part", "s", "Time from question to first part of the answer.");
    }

    public void Received(TopicKind kind) => _received.Add(1, Tag("kind", kind));

    public void Rejected(string reason) => _rejected.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Facts(string outcome, int count)
    {
        if (count > 0)
        {
            _facts.Add(count, new KeyValuePair<string, object?>("outcome", outcome));
        }
    }

    public void Sent(TopicKind kind, bool isTaken) =>
        _sent.Add(1, Tag("kind", kind), new KeyValuePair<string, object?>("outcome", isTaken ? "taken" : "failed"));

    public void Blob(string outcome) => _blobs.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void QuestionBegan() => _asking.Add(1);

    public void QuestionEnded(SparkErrorKind? error)
    {
        _asking.Add(-1);
        _questions.Add(1, new KeyValuePair<string, object?>("outcome", error?.ToString() ?? "Answered"));
    }

    public void QuestionRefused() => _questions.Add(1, new KeyValuePair<string, object?>("outcome", "QueueFull"));

    public void Failed(string where) => _failures.Add(1, new KeyValuePair<string, object?>("where", where));

    public void Expelled(int count)
    {
        if (count > 0)
        {
            _expelled.Add(count);
        }
    }

    public void Connected(bool isConnected) =>
        _connections.Add(1, new KeyValuePair<string, object?>("outcome", isConnected ? "connected" : "failed"));

    public void Appended(TimeSpan time) => _append.Record(time.TotalSeconds);

    public void FirstPart(TimeSpan time) => _firstPart.Record(time.TotalSeconds);

    private static KeyValuePair<string, object?> Tag(string name, TopicKind kind) => new(name, kind.ToString());
}
