using Device.Core.Speech;

namespace Device.Hardware.Audio;

/// <summary>Writes one sound to an open device and waits until it was heard.</summary>
internal sealed class PlaybackLoop(IPcm pcm, SpeakerOptions options, TimeProvider time)
{
    private const int WaitMilliseconds = 100;
    private const int EmptyWritesBeforePause = 8;
    private static readonly TimeSpan DrainStep = TimeSpan.FromMilliseconds(10);

    private readonly PcmFormat _format = pcm.Format;
    private long _progress = time.GetTimestamp();
    private bool _isRunning;

    /// <exception cref="IOException">The device is gone, refuses, or takes nothing for longer than the limit.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public void Play(ReadOnlyMemory<short> samples, CancellationToken cancellationToken)
    {
        Check(pcm.Prepare(), "prepare");
        var rest = Convert(samples.Span).AsSpan();
        var idle = 0;
        while (!rest.IsEmpty)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // A stream that is not full has room; one that waits to be started never gets any.
            var chunk = rest[..Math.Min(rest.Length, _format.PeriodFrames * _format.Channels)];
            var written = pcm.Write(chunk);
            if (written > 0)
            {
                rest = rest[(written * _format.Channels)..];
                (_progress, idle) = (time.GetTimestamp(), 0);
                continue;
            }

            if (written is 0 or PcmErrors.Again or PcmErrors.Interrupted)
            {
                EnsureStarted();
                var ready = pcm.Wait(WaitMilliseconds);
                idle = ready > 0 ? idle + 1 : 0;
                if (idle > EmptyWritesBeforePause)
                {
                    Pause(cancellationToken);
                }

                CheckProgress();
            }
            else
            {
                Recover(written, cancellationToken);
            }
        }

        EnsureStarted();
        Drain(cancellationToken);
    }

    /// <summary>Waits until nothing is left to be heard. snd_pcm_drain cannot be used: it returns at once where nothing blocks.</summary>
    private void Drain(CancellationToken cancellationToken)
    {
        var last = long.MaxValue;
        while (pcm.Delay(out var left) >= 0 && left > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (left < last)
            {
                (last, _progress) = (left, time.GetTimestamp());
            }

            CheckProgress();
            Pause(cancellationToken);
        }
    }

    private void EnsureStarted()
    {
        if (!_isRunning)
        {
            // Most devices start by themselves when their buffer is full, and then say that starting is no longer possible.
            _ = pcm.Start();
            _isRunning = true;
        }
    }

    private void Recover(int error, CancellationToken cancellationToken)
    {
        if (error == PcmErrors.Suspended)
        {
            while ((error = pcm.Resume()) == PcmErrors.Again)
            {
                CheckProgress();
                Pause(cancellationToken);
            }

            if (error >= 0)
            {
                return;
            }
        }
        else if (error != PcmErrors.Xrun)
        {
            Check(error, "write to");
        }

        Check(pcm.Prepare(), "prepare");
        _isRunning = false;
        CheckProgress();
    }

    private short[] Convert(ReadOnlySpan<short> samples)
    {
        var mono = samples.ToArray();
        if (_format.Rate != AudioFrame.SampleRate)
        {
            var resampler = new PolyphaseResampler(AudioFrame.SampleRate, _format.Rate);
            mono = new short[(int)((long)samples.Length * _format.Rate / AudioFrame.SampleRate)];
            var given = resampler.Process(samples, mono, out _);
            _ = resampler.Process(new short[resampler.Delay + 1], mono.AsSpan(given), out _);
        }

        if (_format.Channels == 1)
        {
            return mono;
        }

        var all = new short[mono.Length * _format.Channels];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = mono[i / _format.Channels];
        }

        return all;
    }

    private void CheckProgress()
    {
        if (time.GetElapsedTime(_progress).TotalMilliseconds >= options.StallTimeout)
        {
            throw new IOException($"sound device '{options.PlaybackDeviceName}': took no sample for {options.StallTimeout} ms, playing was expected");
        }
    }

    private void Check(int error, string step)
    {
        if (error < 0)
        {
            throw new IOException($"sound device '{options.PlaybackDeviceName}': cannot {step} it: {AlsaNative.Describe(error)} (errno {-error})");
        }
    }

    private void Pause(CancellationToken cancellationToken) => Task.Delay(DrainStep, time, cancellationToken).GetAwaiter().GetResult();
}
