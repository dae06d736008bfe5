using Device.Core.Speech;
using Microsoft.Extensions.Logging;

namespace Device.Hardware.Audio;

/// <summary>
/// Records from a sound device until it is told to stop: reads, recovers, opens anew, and keeps the time line right. Runs on a thread of
/// its own; in the steady state it allocates nothing.
/// </summary>
/// <remarks>
/// What is lost is measured with the clock: from the end of the last sample that was read (<see cref="SampleClock"/>) to the moment the
/// device was started again.
/// </remarks>
internal sealed class CaptureLoop(Func<IPcm> open, MicrophoneOptions options, AudioFrameQueue queue, TimeProvider time, ILogger logger)
{
    private const int WaitMilliseconds = 100;
    private const int EmptyReadsBeforePause = 8;
    private const int MostResumes = 100;
    private const int MostRecoveries = 20;
    private static readonly TimeSpan EmptyPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan ResumePause = TimeSpan.FromMilliseconds(50);

    private readonly FrameAssembler _frames = new(queue);
    private long _overruns;
    private long _suspends;
    private long _departures;
    private bool _isAway;
    private SampleClock? _clock;
    private TimeSpan _reopenDelay = TimeSpan.FromMilliseconds(options.FirstReopenDelay);

    public MicrophoneCounters Counters => new(
        Interlocked.Read(ref _overruns),
        Interlocked.Read(ref _suspends),
        Interlocked.Read(ref _departures),
        _frames.DroppedFrames,
        _frames.LostSamples,
        Volatile.Read(ref _isAway));

    /// <summary>Records until stopped; then the queue is closed.</summary>
    public void Run(IPcm first, CancellationToken stopping)
    {
        try
        {
            for (var pcm = first; pcm is not null; pcm = Reopen(stopping))
            {
                int reason;
                using (pcm)
                {
                    reason = Record(pcm, stopping);
                    _ = pcm.Drop();
                }

                if (stopping.IsCancellationRequested)
                {
                    return;
                }

                Interlocked.Increment(ref _departures);
                Volatile.Write(ref _isAway, true);
                MicrophoneLog.Gone(logger, options.RecordingDeviceName, reason == 0 ? $"no sample for {options.StallTimeout} ms" : AlsaNative.Describe(reason));
            }
        }
        finally
        {
            queue.Close();
        }
    }

    private IPcm? Reopen(CancellationToken stopping)
    {
        while (true)
        {
            Pause(_reopenDelay, stopping);
            if (stopping.IsCancellationRequested)
            {
                return null;
            }

            // It grows until a sample comes, and not only until the device opens: some open and fail again at once.
            _reopenDelay = TimeSpan.FromMilliseconds(Math.Min(_reopenDelay.TotalMilliseconds * 2, options.LongestReopenDelay));
            try
            {
                return open();
            }
            catch (IOException e)
            {
                MicrophoneLog.NotBack(logger, options.RecordingDeviceName, (long)_reopenDelay.TotalMilliseconds, e.Message);
            }
        }
    }

    /// <summary>Records until stopped or the device fails.</summary>
    /// <returns>The error, or 0 when the device fell silent.</returns>
    private int Record(IPcm pcm, CancellationToken stopping)
    {
        var format = pcm.Format;
        if (!CaptureInput.TryCheck(format, options.RecordingChannel, out _))
        {
            // Another device has come under the same name.
            return PcmErrors.Invalid;
        }

        MicrophoneLog.Opened(logger, options.RecordingDeviceName, format.Rate, format.Channels, format.PeriodFrames, format.BufferFrames);
        var input = new CaptureInput(format, options.RecordingChannel, _frames);
        var error = Restart(pcm, input, isFirst: _clock is null, out _);
        return error < 0 ? error : ReadAll(pcm, input, stopping);
    }

    private int ReadAll(IPcm pcm, CaptureInput input, CancellationToken stopping)
    {
        var (empty, recoveries, silentSince) = (0, 0, time.GetTimestamp());
        while (!stopping.IsCancellationRequested)
        {
            var answer = pcm.Wait(WaitMilliseconds);
            var read = answer > 0 ? pcm.Read(input.Buffer) : answer;
            if (read > 0)
            {
                input.Take(read, _clock!, Now());
                Volatile.Write(ref _isAway, false);
                _reopenDelay = TimeSpan.FromMilliseconds(options.FirstReopenDelay);
                (empty, recoveries, silentSince) = (0, 0, time.GetTimestamp());
                continue;
            }

            if (read is not (0 or PcmErrors.Again or PcmErrors.Interrupted))
            {
                var error = Recover(pcm, input, read, stopping);
                if (error < 0 || ++recoveries > MostRecoveries)
                {
                    return Math.Min(error, read);
                }

                silentSince = time.GetTimestamp();
            }

            if (time.GetElapsedTime(silentSince).TotalMilliseconds >= options.StallTimeout)
            {
                return 0;
            }

            // A device that says that there are samples and then gives none would keep a processor busy.
            empty = answer > 0 ? empty + 1 : 0;
            if (empty > EmptyReadsBeforePause)
            {
                Pause(EmptyPause, stopping);
            }
        }

        return 0;
    }

    private int Recover(IPcm pcm, CaptureInput input, int error, CancellationToken stopping)
    {
        if (error == PcmErrors.Xrun)
        {
            var overruns = Interlocked.Increment(ref _overruns);
            error = Restart(pcm, input, isFirst: false, out var lost);

            // A machine that cannot keep up must not also be kept busy by saying so.
            if (error >= 0 && long.IsPow2(overruns))
            {
                MicrophoneLog.Overrun(logger, options.RecordingDeviceName, overruns, lost);
            }
        }
        else if (error == PcmErrors.Suspended)
        {
            Interlocked.Increment(ref _suspends);
            error = WakeUp(pcm, input, stopping);
        }

        return error;
    }

    private int WakeUp(IPcm pcm, CaptureInput input, CancellationToken stopping)
    {
        int error;
        for (var i = 0; (error = pcm.Resume()) == PcmErrors.Again && i < MostResumes && !stopping.IsCancellationRequested; i++)
        {
            Pause(ResumePause, stopping);
        }

        long lost;
        if (error < 0)
        {
            // Hardware that cannot resume is prepared anew.
            error = Restart(pcm, input, isFirst: false, out lost);
        }
        else
        {
            lost = GoOn(input, isFirst: false);
        }

        if (error >= 0)
        {
            MicrophoneLog.Awake(logger, options.RecordingDeviceName, lost);
        }

        return error;
    }

    private int Restart(IPcm pcm, CaptureInput input, bool isFirst, out long lost)
    {
        lost = 0;
        var error = pcm.Prepare();
        error = error < 0 ? error : pcm.Start();
        if (error >= 0)
        {
            lost = GoOn(input, isFirst);
        }

        return error;
    }

    private long GoOn(CaptureInput input, bool isFirst)
    {
        var now = Now();
        var lost = 0L;
        if (!isFirst)
        {
            lost = _clock!.Missed(now, AudioFrame.SampleRate) + input.Forget();
            _frames.Skip(lost);
        }

        _clock = new SampleClock(input.Rate);
        _clock.Start(now);
        return lost;
    }

    private long Now() => (long)(time.GetTimestamp() * (1_000_000.0 / time.TimestampFrequency));

    private void Pause(TimeSpan delay, CancellationToken stopping)
    {
        try
        {
            Task.Delay(delay, time, stopping).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // The caller looks at the token.
        }
    }
}
