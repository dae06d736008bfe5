using Device.Hardware.Audio;

namespace Device.Hardware.Tests.Audio;

/// <summary>
/// A sound card as libasound shows it: a ring that the hardware fills, whether or not it is read, and the errors that follow. What it
/// hears at a moment is the number of that moment: sample n is taken at n / rate seconds.
/// </summary>
internal sealed class EmulatedCard(StepTime time, PcmFormat format)
{
    public bool IsPlugged { get; set; } = true;

    public bool IsSuspended { get; set; }

    public bool CanResume { get; set; } = true;

    /// <summary>It says nothing any more, not even that something is wrong.</summary>
    public bool IsDead { get; set; }

    /// <summary>Whatever is asked of it, it says that its buffer ran over.</summary>
    public bool IsConfused { get; set; }

    /// <summary>Reads give no more than this.</summary>
    public int MostRead { get; set; } = int.MaxValue;

    /// <summary>Each so-many-th read says that nothing is there.</summary>
    public int AgainEvery { get; set; } = int.MaxValue;

    /// <summary>The card's clock against the true one.</summary>
    public double Drift { get; set; } = 1;

    public PcmFormat Format { get; set; } = format;

    public int Opened { get; private set; }

    public int OpenTries { get; private set; }

    public Func<long, short> Sound { get; set; } = n => (short)(n % 30_000);

    public IPcm Open()
    {
        OpenTries++;
        if (!IsPlugged)
        {
            throw new IOException("no such device");
        }

        Opened++;
        return new Stream(this, time);
    }

    private sealed class Stream(EmulatedCard card, StepTime time) : IPcm
    {
        private readonly PcmFormat _format = card.Format;
        private TimeSpan _start;
        private long _read;
        private int _reads;
        private bool _isRunning;
        private bool _isOverrun;

        public PcmFormat Format => _format;

        private long Available => _isRunning ? (long)((time.Elapsed - _start).TotalSeconds * _format.Rate * card.Drift) - _read : 0;

        private int Trouble => !card.IsPlugged ? PcmErrors.Gone
            : card.IsSuspended ? PcmErrors.Suspended
            : card.IsDead ? 0
            : card.IsConfused ? PcmErrors.Xrun
            : _isOverrun || (_isOverrun = Available > _format.BufferFrames) ? PcmErrors.Xrun
            : 0;

        public int Prepare()
        {
            if (!card.IsPlugged)
            {
                return PcmErrors.Gone;
            }

            (_isRunning, _isOverrun, card.IsSuspended) = (false, false, false);
            return 0;
        }

        public int Start()
        {
            (_isRunning, _start, _read) = (true, time.Elapsed, 0);
            return card.IsPlugged ? 0 : PcmErrors.Gone;
        }

        public int Resume()
        {
            if (!card.CanResume)
            {
                return -38;
            }

            if (card.IsSuspended)
            {
                return PcmErrors.Again;
            }

            return Start();
        }

        public int Drop() => 0;

        public int Delay(out long frames)
        {
            frames = 0;
            return 0;
        }

        public int Wait(int timeoutMilliseconds)
        {
            var due = _start + TimeSpan.FromSeconds((_read + _format.PeriodFrames) / card.Drift / _format.Rate) + TimeSpan.FromTicks(1) - time.Elapsed;
            var longest = TimeSpan.FromMilliseconds(timeoutMilliseconds);
            var wait = card.IsDead || due > longest ? longest : due > TimeSpan.Zero ? due : TimeSpan.FromTicks(1);
            time.Pass(wait);
            return Trouble is < 0 and var trouble ? trouble : !card.IsDead && Available >= _format.PeriodFrames ? 1 : 0;
        }

        public int Read(Span<short> buffer)
        {
            if (Trouble is < 0 and var trouble)
            {
                return trouble;
            }

            if (++_reads % card.AgainEvery == 0)
            {
                return PcmErrors.Again;
            }

            var count = (int)Math.Min(Math.Min(Available, card.MostRead), buffer.Length / _format.Channels);
            var first = (long)Math.Round(_start.TotalSeconds * _format.Rate) + _read;
            for (var i = 0; i < count * _format.Channels; i++)
            {
                buffer[i] = card.Sound(first + (i / _format.Channels));
            }

            _read += count;
            return count;
        }

        public int Write(ReadOnlySpan<short> buffer) => PcmErrors.Invalid;

        public void Dispose()
        {
        }
    }
}
