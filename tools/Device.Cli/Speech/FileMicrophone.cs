using Device.Core.Speech;

namespace Device.Cli.Speech;

/// <summary>A sound file in place of a microphone, as fast as it is asked for. The last frame is filled up with silence.</summary>
internal sealed class FileMicrophone(IAsyncEnumerable<ReadOnlyMemory<short>> sound) : IMicrophone
{
    private readonly short[] _frame = new short[AudioFrame.Length];
    private IAsyncEnumerator<ReadOnlyMemory<short>>? _blocks;
    private ReadOnlyMemory<short> _block;
    private long _position;

    public MicrophoneCounters Counters => default;

    public async ValueTask<AudioFrame?> ReadAsync(CancellationToken cancellationToken)
    {
        _blocks ??= sound.GetAsyncEnumerator(cancellationToken);
        var filled = 0;
        while (filled < _frame.Length)
        {
            if (_block.IsEmpty)
            {
                if (!await _blocks.MoveNextAsync())
                {
                    break;
                }

                _block = _blocks.Current;
                continue;
            }

            var count = Math.Min(_frame.Length - filled, _block.Length);
            _block[..count].CopyTo(_frame.AsMemory(filled));
            _block = _block[count..];
            filled += count;
        }

        if (filled == 0)
        {
            await _blocks.DisposeAsync();
            return null;
        }

        _frame.AsSpan(filled).Clear();
        var frame = new AudioFrame(_position, _position * 1_000_000 / AudioFrame.SampleRate, 0, AudioLevel.Of(_frame), _frame);
        _position += AudioFrame.Length;
        return frame;
    }
}
