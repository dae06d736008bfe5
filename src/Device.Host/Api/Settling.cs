using Device.Host.Flows;
using Device.Host.Notes;
using Device.Storage;
using Device.Sync;

namespace Device.Host.Api;

/// <summary>Tells when the machine has nothing left to do, so that tools and tests need not guess.</summary>
internal sealed class Settling(Journal journal, NotebookView view, NotebookStore store, InkFlow ink, TextFlow? text, ScreenFlow screen, SyncSession sync, Func<bool> inputIsRead, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(15);

    /// <summary>Waits until nothing is left to do, seen twice in a row.</summary>
    /// <param name="cloud">Whether sync and answers count.</param>
    /// <param name="timeout">The longest wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null when the machine has settled, else what it is busy with.</returns>
    public async Task<string?> WaitAsync(bool cloud, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var calm = 0;
        while (true)
        {
            var busy = Busy(cloud);
            calm = busy is null ? calm + 1 : 0;
            if (calm == 2)
            {
                return null;
            }

            if (time.GetElapsedTime(start) > timeout)
            {
                return busy ?? "nothing";
            }

            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    private string? Busy(bool cloud)
    {
        if (!inputIsRead())
        {
            return "what pen and fingers did is being read";
        }

        if (ink.Pending > 0)
        {
            return $"{ink.Pending} strokes are on their way to the journal";
        }

        if (view.Position < journal.DurablePosition || store.AppliedPosition < journal.DurablePosition)
        {
            return "the views follow the journal";
        }

        if (text is { IsIdle: false })
        {
            return "ink is being read";
        }

        if (cloud && view.Read(n => n.Conversations.Any(c => c.Question is not null && c.Answer is null)))
        {
            return "Spark is answering";
        }

        if (cloud && sync.Status is { Pending: > 0 } status)
        {
            return $"{status.Pending} facts wait for the cloud ({status.State}{(status.LastError is { } error ? $", {error}" : "")})";
        }

        if (cloud && sync.Status.Blobs is { } blobs && blobs.ToSend + blobs.ToFetch > blobs.Waiting)
        {
            return $"{blobs.ToSend + blobs.ToFetch} recordings and images wait for the cloud";
        }

        return screen.IsIdle ? null : "the panel is being refreshed";
    }
}
