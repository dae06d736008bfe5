using System.Runtime.InteropServices;
using Device.Hardware.Panels.Kernel;
using Microsoft.Win32.SafeHandles;

namespace Device.Hardware.Coprocessor;

/// <summary>A serial port as a stream of bytes: raw, 8 data bits, no parity, 1 stop bit, no flow control. A read waits a tenth of a second at most inside the kernel.</summary>
internal sealed partial class SerialPort : Stream
{
    private const int TermiosBytes = 256;
    private const int VTimeAt = 17 + 5;
    private const int VMinAt = 17 + 6;
    private const int Now = 0;
    private const int ReadWrite = 2;
    private const int NoControllingTerminal = 0x100;
    private const int CloseOnExec = 0x8_0000;
    private const int PermissionDenied = 13;

    private readonly string _path;
    private readonly SafeFileHandle _file;

    private SerialPort(string path, SafeFileHandle file) => (_path, _file) = (path, file);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Opens a port.</summary>
    /// <exception cref="IOException">It is not there, is no serial port, or refuses the speed.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not open it: see the udev rules in firmware/image.</exception>
    public static SerialPort Open(CoprocessorOptions options)
    {
        // Not by File.OpenHandle: a service leads a session, and a port that it opened so would become its controlling terminal,
        // whose hang-up ends the service. Seen on a kernel.
        var file = OpenFile(options.Device, ReadWrite | NoControllingTerminal | CloseOnExec);
        if (file.IsInvalid)
        {
            var error = Marshal.GetLastPInvokeError();
            var reason = $"{options.Device}: cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}";
            file.Dispose();
            throw error == PermissionDenied ? new UnauthorizedAccessException(reason) : new IOException(reason);
        }

        Span<byte> settings = stackalloc byte[TermiosBytes];
        settings.Clear();
        ref var first = ref MemoryMarshal.GetReference(settings);
        if (GetAttributes(file, ref first) != 0)
        {
            throw Failure(file, options.Device, "is no serial port");
        }

        MakeRaw(ref first);

        // A read comes back after a tenth of a second even when the line is silent, so that the reader can be stopped.
        settings[VTimeAt] = 1;
        settings[VMinAt] = 0;
        var code = SerialPortSpeed.Code(options.Baud);
        if (SetSpeed(ref first, code) != 0 || SetAttributes(file, Now, ref first) != 0)
        {
            throw Failure(file, options.Device, $"cannot be set to {options.Baud} baud");
        }

        return new SerialPort(options.Device, file);
    }

    /// <summary>Reads what has arrived; waits until something has.</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var length = await Task.Run(() => ReadOnce(buffer.Span), cancellationToken);
            if (length > 0)
            {
                return length;
            }
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return default;
    }

    public override int Read(byte[] buffer, int offset, int count) => ReadOnce(buffer.AsSpan(offset, count));

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Puts bytes into the kernel's buffer, which holds many frames.</summary>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var written = WriteBytes(_file, in buffer[0], (nuint)buffer.Length);
            if (written < 0 && Marshal.GetLastPInvokeError() != Errno.Interrupted)
            {
                throw new IOException($"{_path}: cannot be written: {Marshal.GetLastPInvokeErrorMessage()}");
            }

            buffer = buffer[(int)Math.Max(written, 0)..];
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _file.Dispose();
        base.Dispose(disposing);
    }

    private static IOException Failure(SafeFileHandle file, string path, string what)
    {
        var reason = Marshal.GetLastPInvokeErrorMessage();
        file.Dispose();
        return new IOException($"{path}: {what}: {reason}");
    }

    private int ReadOnce(Span<byte> buffer)
    {
        var length = ReadBytes(_file, ref buffer[0], (nuint)buffer.Length);
        return length >= 0 || Marshal.GetLastPInvokeError() == Errno.Interrupted
            ? (int)Math.Max(length, 0)
            : throw new IOException($"{_path}: cannot be read: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    private static partial int GetAttributes(SafeFileHandle file, ref byte termios);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    private static partial int SetAttributes(SafeFileHandle file, int when, ref byte termios);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    private static partial void MakeRaw(ref byte termios);

    [LibraryImport("libc", EntryPoint = "cfsetspeed", SetLastError = true)]
    private static partial int SetSpeed(ref byte termios, uint speed);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadBytes(SafeFileHandle file, ref byte buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteBytes(SafeFileHandle file, in byte buffer, nuint count);
}
