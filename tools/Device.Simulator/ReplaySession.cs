using System.Globalization;
using Device.Core.Ink;
using Device.Hardware.Simulated.Pen;

namespace Device.Simulator;

/// <summary>Plays labelled ink into the machine's pen and reports what the machine made of it.</summary>
internal sealed class ReplaySession(DeviceClient device, RunOptions options, TimeProvider time, TextWriter progress)
{
    private const int SampleRate = 200;

    private const long BetweenSamplesMicroseconds = 250_000;

    private long _penTime;

    /// <summary>Runs the replay, the question and the picture.</summary>
    public async Task<ReplayReport> RunAsync(IReadOnlyList<LabelledInk> samples, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var firstPage = (await device.StateAsync(cancellationToken)).Pages + 1;
        var rows = await WriteAllAsync(samples, cancellationToken);
        var pages = await device.PagesAsync(cancellationToken);
        var read = pages.Where(p => p.Number >= firstPage).SelectMany(p => p.Lines).ToList();
        var text = string.Join('\n', read);
        var reply = "";
        if (options.Ask is { } question)
        {
            progress.WriteLine("replay: asking Spark");
            await device.AskAsync(question, cancellationToken);
        }

        await device.SettleAsync(cloud: true, options.Timeout, cancellationToken);
        var state = await device.StateAsync(cancellationToken);
        if (options.Ask is not null)
        {
            reply = state.Answer is { Error: null or "" } answer
                ? answer.Answer
                : throw new RunException($"Spark did not answer: {state.Answer?.Error ?? "no answer came"}");
        }

        string? panel = null;
        if (options.Shot is { } shot)
        {
            shot.Directory?.Create();
            await File.WriteAllBytesAsync(shot.FullName, await device.ShotAsync(cancellationToken), cancellationToken);
            panel = shot.FullName;
        }

        return new ReplayReport(
            text, string.Join('\n', rows), state.Sync.Records, state.Sync.Acked, reply, panel,
            Math.Round(time.GetElapsedTime(start).TotalSeconds, 2), samples.Count, Correct(samples, rows, read));
    }

    /// <summary>Writes every sample; the result is what each line of the pages should say.</summary>
    private async Task<List<string>> WriteAllAsync(IReadOnlyList<LabelledInk> samples, CancellationToken cancellationToken)
    {
        var rows = new List<string>();
        ReplayLayout? layout = null;
        var kind = samples[0].Kind;
        var (onPage, done) = (0, 0);
        foreach (var sample in samples)
        {
            if (layout is null || onPage == layout.PerPage || sample.Kind != kind)
            {
                // Ink belongs to the page that lies open when the machine sees it, so the page is turned once all is written down.
                await device.SettleAsync(cloud: false, options.Timeout, cancellationToken);
                kind = sample.Kind;
                layout = new ReplayLayout((await device.StateAsync(cancellationToken)).Paper, kind);
                await device.TurnAsync(layout.NewPage, cancellationToken);
                onPage = 0;
            }

            if (onPage % layout.Columns == 0)
            {
                rows.Add("");
            }

            rows[^1] += sample.Label;
            var pen = InkReplay.Samples(sample, layout.Box(onPage), _penTime, SampleRate).ToList();
            _penTime = pen[^1].TimestampMicroseconds + BetweenSamplesMicroseconds;
            await device.WriteAsync(pen, options.Speed, cancellationToken);
            onPage++;
            if (++done % 50 == 0 || done == samples.Count)
            {
                progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"replay: {done} of {samples.Count} written"));
            }
        }

        await device.SettleAsync(cloud: false, options.Timeout, cancellationToken);
        return rows;
    }

    /// <summary>Samples read right: of characters each by its place in its row, of lines each as a whole; letters fold case.</summary>
    private static int Correct(IReadOnlyList<LabelledInk> samples, List<string> rows, List<string> read)
    {
        if (samples[0].Kind != InkKind.Character)
        {
            return rows.Zip(read).Count(r => Same(r.First, r.Second));
        }

        return rows.Zip(read).Sum(r => StringInfoElements(r.First).Zip(StringInfoElements(r.Second)).Count(c => Same(c.First, c.Second)));
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static List<string> StringInfoElements(string text)
    {
        var elements = new List<string>();
        var each = StringInfo.GetTextElementEnumerator(text);
        while (each.MoveNext())
        {
            elements.Add(each.GetTextElement());
        }

        return elements;
    }
}
