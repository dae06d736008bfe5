using System.Text;
using Device.Core.Notebook;
using Microsoft.Extensions.Logging;

namespace Device.Storage.Tests;

/// <summary>What operators are told, and what nobody is told.</summary>
public sealed class ReportingTests
{
    private const string Secret = "Geheimnis-4711";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Logs_tell_of_tears_losses_and_failures_but_never_what_was_written()
    {
        var log = new Lines();
        using var measured = new Measured();
        var folder = new MemoryFolder();
        await using (var journal = await JournalFixture.OpenAsync(folder, logger: log))
        {
            for (var i = 0; i < 3; i++)
            {
                await journal.AppendAsync(new QuestionAsked(Sample.Id(1), Secret, Secret), Ct);
            }

            folder.Before = (operation, _) =>
            {
                if (operation == "sync")
                {
                    folder.Before = null;
                    throw MemoryFolder.Error(5);
                }
            };
            await journal.AppendAsync(new NoteCreated(Secret), Ct);
        }

        using (var file = folder.Open("0000000001.journal", writable: true))
        {
            file.Write([0xFF], SegmentHeader.Length + 80);
        }

        using (var file = folder.Open("0000000002.journal", writable: true))
        {
            file.Write(Encoding.UTF8.GetBytes(Secret), file.Length);
        }

        await using (var again = await JournalFixture.OpenAsync(folder, seed: 2, logger: log, metrics: measured.Metrics))
        {
            Assert.Single(again.Report.Holes);
            Assert.Single(again.Report.Tears);
        }

        Assert.Contains(log.All, l => l.Contains("writing to 0000000001.journal failed", StringComparison.Ordinal));
        Assert.Contains(log.All, l => l.Contains("are torn", StringComparison.Ordinal));
        Assert.Contains(log.All, l => l.Contains("positions 1 to 1 are lost", StringComparison.Ordinal));
        Assert.DoesNotContain(log.All, l => l.Contains(Secret, StringComparison.Ordinal));
        Assert.Equal(1, measured.Sum("device.storage.journal.torn_tails"));
        Assert.Equal(1, measured.Sum("device.storage.journal.lost"));
    }

    private sealed class Lines : ILogger
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (All)
            {
                All.Add($"{formatter(state, exception)} {exception}");
            }
        }
    }
}
