namespace Device.Lab;

/// <summary>What a check has at hand: the line to the emulator's owner, and the clock. One check at a time.</summary>
internal sealed class LabBench(TextReader answers, TextWriter output, TimeProvider time)
{
    /// <summary>The clock of the machine.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>The monotonic clock that the kernel stamps input events with, in microseconds.</summary>
    public long Microseconds => (long)(Time.GetTimestamp() * 1_000_000.0 / Time.TimestampFrequency);

    /// <summary>Writes one line for the owner.</summary>
    public void Say(string line)
    {
        output.WriteLine("LAB " + line);
        output.Flush();
    }

    /// <summary>Asks the emulator's owner for something that only he can do, such as a picture of the screen.</summary>
    /// <returns>His answer.</returns>
    public async Task<string> AskAsync(string what, string argument, CancellationToken cancellationToken)
    {
        Say($"ask {what} {argument}");
        while (await answers.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("HOST ", StringComparison.Ordinal))
            {
                return line[5..].Trim();
            }
        }

        throw new LabException($"nobody answers the question for {what}");
    }

    /// <summary>Waits a moment of real time, for hardware that does.</summary>
    public Task WaitAsync(int milliseconds, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(milliseconds), Time, cancellationToken);

    /// <summary>Waits until something holds.</summary>
    public async Task UntilAsync(string what, Func<bool> holds, CancellationToken cancellationToken, int seconds = 120)
    {
        var tries = seconds * 50;
        for (var i = 0; i < tries; i++)
        {
            if (holds())
            {
                return;
            }

            await WaitAsync(20, cancellationToken);
        }

        throw new LabException($"{what}: not within {seconds} s");
    }
}
