using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Device.Storage;

/// <summary>A file through libc, so that every failure is seen and has its number. Files are readable by their owner alone.</summary>
internal sealed class LinuxFile : IStorageFile
{
    private readonly SafeFileHandle _handle;
    private readonly string _path;

    private LinuxFile(SafeFileHandle handle, string path)
    {
        _handle = handle;
        _path = path;
    }

    public long Length => RandomAccess.GetLength(_handle);

    public static LinuxFile Create(string path) =>
        new(OpenHandle(path, Libc.ReadWrite | Libc.Create | Libc.Exclusive | Libc.CloseOnExec), path);

    public static LinuxFile Open(string path, bool writable) =>
        new(OpenHandle(path, (writable ? Libc.ReadWrite : Libc.ReadOnly) | Libc.CloseOnExec), path);

    /// <summary>Makes changes of the names in a folder durable.</summary>
    public static void SyncFolder(string path)
    {
        using var handle = OpenHandle(path, Libc.ReadOnly | Libc.CloseOnExec);
        Check(() => Libc.Fsync(handle), "fsync", path);
    }

    /// <summary>Opens or makes a lock file and takes its lock; null when another process holds it.</summary>
    public static LinuxFile? TryLock(string path)
    {
        var handle = OpenHandle(path, Libc.ReadWrite | Libc.Create | Libc.CloseOnExec);
        var errno = Call(() =>
        {
            var whole = new Libc.FileLock { Type = Libc.WriteLock };
            return Libc.Fcntl(handle, Libc.SetLock, ref whole);
        });
        if (errno == 0)
        {
            return new LinuxFile(handle, path);
        }

        handle.Dispose();
        return errno is Libc.WouldBlock or Libc.Denied ? null : throw Libc.Error("fcntl(F_OFD_SETLK)", path, errno);
    }

    /// <summary>Whether any process holds the lock; takes nothing.</summary>
    public static bool IsLocked(string path)
    {
        using var handle = OpenHandle(path, Libc.ReadOnly | Libc.CloseOnExec);
        var asked = new Libc.FileLock { Type = Libc.WriteLock };
        return Libc.Fcntl(handle, Libc.GetLock, ref asked) == 0
            ? asked.Type != Libc.NoLock
            : throw Libc.Error("fcntl(F_OFD_GETLK)", path, Marshal.GetLastPInvokeError());
    }

    /// <summary>
    /// Gives the lock back. Closing alone is not enough: the lock belongs to the open file, and a program that is being started
    /// at this moment has it open too until it runs.
    /// </summary>
    public void Unlock()
    {
        var whole = new Libc.FileLock { Type = Libc.NoLock };
        _ = Libc.Fcntl(_handle, Libc.SetLock, ref whole);
    }

    public unsafe int Read(Span<byte> into, long offset)
    {
        var done = 0;
        fixed (byte* start = into)
        {
            while (done < into.Length)
            {
                var read = Libc.Pread(_handle, start + done, (nuint)(into.Length - done), offset + done);
                if (read < 0)
                {
                    var errno = Marshal.GetLastPInvokeError();
                    if (errno == Libc.Interrupted)
                    {
                        continue;
                    }

                    throw Libc.Error("read", _path, errno);
                }

                if (read == 0)
                {
                    break;
                }

                done += (int)read;
            }
        }

        return done;
    }

    public unsafe void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        var done = 0;
        fixed (byte* start = bytes)
        {
            while (done < bytes.Length)
            {
                var written = Libc.Pwrite(_handle, start + done, (nuint)(bytes.Length - done), offset + done);
                if (written < 0)
                {
                    var errno = Marshal.GetLastPInvokeError();
                    if (errno == Libc.Interrupted)
                    {
                        continue;
                    }

                    throw Libc.Error("write", _path, errno);
                }

                done += (int)written;
            }
        }
    }

    public void Sync() => Check(() => Libc.Fdatasync(_handle), "fdatasync", _path);

    public void Truncate(long length) => Check(() => Libc.Ftruncate(_handle, length), "ftruncate", _path);

    public void Reserve(long length)
    {
        int errno;
        do
        {
            errno = Libc.Fallocate(_handle, 0, length);
        }
        while (errno == Libc.Interrupted);
        if (errno != 0)
        {
            throw Libc.Error("posix_fallocate", _path, errno);
        }
    }

    public void Dispose() => _handle.Dispose();

    private static SafeFileHandle OpenHandle(string path, int flags)
    {
        while (true)
        {
            var descriptor = Libc.Open(path, flags, Libc.OwnerOnly);
            var errno = Marshal.GetLastPInvokeError();
            if (descriptor >= 0)
            {
                return new SafeFileHandle(descriptor, ownsHandle: true);
            }

            if (errno != Libc.Interrupted)
            {
                throw Libc.Error("open", path, errno);
            }
        }
    }

    private static void Check(Func<int> call, string name, string path)
    {
        var errno = Call(call);
        if (errno != 0)
        {
            throw Libc.Error(name, path, errno);
        }
    }

    private static int Call(Func<int> call)
    {
        while (call() != 0)
        {
            // Read before anything else runs: formatting a message overwrites it.
            var errno = Marshal.GetLastPInvokeError();
            if (errno != Libc.Interrupted)
            {
                return errno;
            }
        }

        return 0;
    }
}
