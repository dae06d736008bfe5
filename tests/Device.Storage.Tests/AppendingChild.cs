using Device.Core.Notebook;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Storage.Tests;

/// <summary>A process of its own that appends to a journal and prints each sequence once it is acknowledged, until it is killed.</summary>
internal static class AppendingChild
{
    public const string Verb = "append-until-killed";

    public static string Executable => Path.Combine(AppContext.BaseDirectory, "Device.Storage.Tests");

    public static async Task<int> RunAsync(string folder, int count, int writers)
    {
        using var output = Console.OpenStandardOutput();
        var turn = new Lock();
        void Print(string line)
        {
            // One write call a line: what the parent has read was acknowledged before.
            var bytes = System.Text.Encoding.ASCII.GetBytes(line + "\n");
            lock (turn)
            {
                output.Write(bytes);
            }
        }

        await using var journal = await Journal.OpenAsync(
            new JournalOptions { Directory = folder, SegmentBytes = 1 << 20, ReserveBytes = 0 },
            Sample.Device, TimeProvider.System, new Random(), NullLogger<Journal>.Instance, CancellationToken.None);
        Print("opened");
        try
        {
            await Task.WhenAll(Enumerable.Range(0, writers).Select(async writer =>
            {
                for (var i = 0; i < count; i++)
                {
                    var fact = await journal.AppendAsync(new NoteCreated($"{writer}/{i} {new string('x', 200)}"), CancellationToken.None);
                    Print($"acknowledged {fact.Id.Epoch:x16} {fact.Id.Sequence}");
                }
            }));
        }
        catch (JournalFailedException)
        {
            Print("failed");
            return 3;
        }

        return 0;
    }
}
