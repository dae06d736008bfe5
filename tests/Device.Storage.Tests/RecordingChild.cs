using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Storage.Tests;

/// <summary>A process of its own that records at the speed of life, prints the place of every frame it has taken, and is killed.</summary>
internal static class RecordingChild
{
    public const string Verb = "record-until-killed";

    public const int FrameLength = 320;

    public static BlobStore Open(string folder) => BlobStore.Open(
        LinuxFolder.Ensure(folder), new BlobOptions { Directory = folder }, JournalFixture.Keys(1), null, TimeProvider.System, new Random(5), NullLogger.Instance, CancellationToken.None);

    /// <summary>Every sample says where it lies.</summary>
    public static short Sample(long position) => (short)((position * 7) % 30_011);

    public static async Task<int> RunAsync(string folder)
    {
        using var output = Console.OpenStandardOutput();
        using var blobs = Open(folder);
        await using var capture = await CaptureWriter.BeginAsync(blobs, "recording 7:1", TimeProvider.System.GetUtcNow(), CancellationToken.None);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var (start, frame, position) = (TimeProvider.System.GetTimestamp(), new short[FrameLength], 0L);
        while (await pace.WaitForNextTickAsync())
        {
            for (var due = (long)(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds / 20); position / FrameLength < due; position += FrameLength)
            {
                for (var i = 0; i < frame.Length; i++)
                {
                    frame[i] = Sample(position + i);
                }

                await capture.WriteAsync(position, frame, CancellationToken.None);
                output.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{position + FrameLength}\n")));
            }
        }

        return 0;
    }
}
