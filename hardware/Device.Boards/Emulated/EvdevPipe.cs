using System.IO.Pipes;
using System.Runtime.InteropServices;
using Device.Hardware.Pen;

namespace Device.Boards.Emulated;

/// <summary>An input device of the kernel: <c>input_event</c> structures in a pipe that a real driver polls. One writer at a time.</summary>
internal sealed class EvdevPipe(int mostEvents) : IDisposable
{
    private readonly AnonymousPipeServerStream _pipe = new(PipeDirection.Out);
    private readonly byte[] _events = new byte[mostEvents * EvdevEvent.Length];
    private int _used;
    private long _written;

    /// <summary>What the driver opens.</summary>
    public SafeHandle File => _pipe.ClientSafePipeHandle;

    /// <summary>Bytes that the driver was given.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Adds an event to the next report.</summary>
    public void Put(long time, ushort type, ushort code, int value)
    {
        new EvdevEvent(time, type, code, value).Write(_events.AsSpan(_used));
        _used += EvdevEvent.Length;
    }

    /// <summary>Ends the report and gives it to the driver, waiting while that does not keep up.</summary>
    public async ValueTask ReportAsync(long time, CancellationToken cancellationToken)
    {
        Put(time, EvdevCode.Syn, EvdevCode.SynReport, 0);
        var length = Interlocked.Exchange(ref _used, 0);
        await _pipe.WriteAsync(_events.AsMemory(0, length), cancellationToken);
        Interlocked.Add(ref _written, length);
    }

    /// <summary>Ends the report and gives it to the driver on this thread.</summary>
    public void Report(long time)
    {
        Put(time, EvdevCode.Syn, EvdevCode.SynReport, 0);
        _pipe.Write(_events.AsSpan(0, _used));
        Interlocked.Add(ref _written, _used);
        _used = 0;
    }

    public void Dispose() => _pipe.Dispose();
}
