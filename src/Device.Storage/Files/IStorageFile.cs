namespace Device.Storage;

/// <summary>An open file. Every failure is an <see cref="IOException"/> whose HResult is the system's error number. Not thread-safe.</summary>
internal interface IStorageFile : IDisposable
{
    /// <summary>Bytes now.</summary>
    long Length { get; }

    /// <summary>Reads what is there, at most the span; 0 at the end.</summary>
    int Read(Span<byte> into, long offset);

    /// <summary>Writes all bytes.</summary>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Returns when the content and length are on the medium. After a failure nothing that was unsynced may be relied on.</summary>
    void Sync();

    /// <summary>Cuts or extends with zeros.</summary>
    void Truncate(long length);

    /// <summary>Takes space on the medium without changing content.</summary>
    void Reserve(long length);
}
