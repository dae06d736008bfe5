using Device.Core.Speech;
using Device.Hardware.Audio;

namespace Device.Hardware.Tests.Audio;

/// <summary>Playing on a device that fails.</summary>
public sealed class AlsaSpeakerTests : IDisposable
{
    private readonly StepTime _time = new();
    private readonly Output _output;
    private readonly short[] _sound = Tone.Of(500, TimeSpan.FromSeconds(0.5));

    public AlsaSpeakerTests() => _output = new Output(_time);

    [Fact]
    public void A_sound_is_played_whole_and_to_its_end_however_little_room_there_is()
    {
        Play();
        Assert.Equal(_sound, _output.Heard);
        Assert.InRange(_time.Elapsed.TotalSeconds, 0.49, 0.6);
    }

    [Theory]
    [InlineData(PcmErrors.Xrun)]
    [InlineData(PcmErrors.Suspended)]
    [InlineData(PcmErrors.Again)]
    [InlineData(PcmErrors.Interrupted)]
    public void After_a_failure_that_passes_it_goes_on(int error)
    {
        _output.Fails = [(5, error), (6, error), (40, error)];
        Play();
        Assert.Equal(_sound, _output.Heard);
    }

    [Fact]
    public void A_device_that_is_gone_is_named()
    {
        _output.Fails = [(5, PcmErrors.Gone)];
        var error = Assert.Throws<IOException>(Play);
        Assert.Contains("sound device 'default': cannot write to it", error.Message, StringComparison.Ordinal);
        Assert.Contains("errno 19", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_takes_nothing_is_given_up()
    {
        _output.IsStuck = true;
        var error = Assert.Throws<IOException>(Play);
        Assert.Contains("took no sample for 2000 ms", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Playing_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        _time.At(0.2, stop.Cancel);
        _ = Assert.ThrowsAny<OperationCanceledException>(() => Speaker().Play(_sound, stop.Token));
        Assert.InRange(_time.Elapsed.TotalSeconds, 0.2, 0.3);
    }

    public void Dispose() => _output.Dispose();

    private void Play() => Speaker().Play(_sound, CancellationToken.None);

    private AlsaSpeaker Speaker() => new(() => _output, new SpeakerOptions(), _time);

    /// <summary>A device that plays 16 kHz out of a buffer of 40 ms, and fails at some writes.</summary>
    private sealed class Output(StepTime time) : IPcm
    {
        private const int Room = 640;

        private readonly List<short> _heard = [];
        private TimeSpan _since;
        private int _writes;
        private int _left;
        private bool _isRunning;

        public IReadOnlyList<(int Write, int Error)> Fails { get; set; } = [];

        public bool IsStuck { get; set; }

        public IReadOnlyList<short> Heard => _heard;

        public PcmFormat Format => new(16_000, 1, 320, Room);

        public int Prepare()
        {
            _isRunning = false;
            return 0;
        }

        public int Start()
        {
            (_isRunning, _since) = (true, time.Elapsed);
            return 0;
        }

        public int Resume() => 0;

        public int Drop() => 0;

        public int Wait(int timeoutMilliseconds)
        {
            time.Pass(TimeSpan.FromMilliseconds(5));
            Drain();
            return 1;
        }

        public int Delay(out long frames)
        {
            Drain();
            frames = _left;
            return 0;
        }

        public int Read(Span<short> buffer) => PcmErrors.Invalid;

        public int Write(ReadOnlySpan<short> buffer)
        {
            _writes++;
            if (Fails.FirstOrDefault(f => f.Write == _writes) is { Error: < 0 } fail)
            {
                return fail.Error;
            }

            Drain();
            var count = IsStuck ? 0 : Math.Min(buffer.Length, Room - _left);
            _heard.AddRange(buffer[..count]);
            _left += count;
            if (!_isRunning && _left == Room)
            {
                _ = Start();
            }

            return count == 0 ? PcmErrors.Again : count;
        }

        public void Dispose()
        {
        }

        private void Drain()
        {
            if (_isRunning)
            {
                var played = (int)((time.Elapsed - _since).TotalSeconds * 16_000);
                _left = Math.Max(0, _left - played);
                _since += TimeSpan.FromSeconds(played / 16_000.0);
            }
        }
    }
}
