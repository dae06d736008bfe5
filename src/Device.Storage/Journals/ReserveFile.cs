using Microsoft.Extensions.Logging;

namespace Device.Storage;

/// <summary>Space held in a file, given up when the disk is full: keeping what was just written needs space too. Used by one thread.</summary>
internal sealed class ReserveFile(IStorageFolder folder, long bytes, ILogger logger)
{
    public const string Name = "reserve";

    private bool _held;

    /// <summary>Takes the space if it is not held. Failing is reported, not thrown.</summary>
    public void Hold()
    {
        if (_held)
        {
            return;
        }

        if (bytes == 0)
        {
            Release();
            return;
        }

        try
        {
            Take();
            _held = true;
        }
        catch (IOException e)
        {
            JournalLog.NoReserve(logger, folder.Path, bytes, e);
            Release();
        }
    }

    /// <summary>Gives the space up. Failing is reported, not thrown.</summary>
    /// <returns>Whether there was anything to give up.</returns>
    public bool Release()
    {
        _held = false;
        try
        {
            folder.Delete(Name);
            folder.SyncNames();
            return true;
        }
        catch (IOException e)
        {
            if (!Libc.IsMissing(e))
            {
                JournalLog.NoReserve(logger, folder.Path, bytes, e);
            }

            return false;
        }
    }

    private void Take()
    {
        using var file = folder.Names().Contains(Name) ? folder.Open(Name, writable: true) : folder.Create(Name);
        if (file.Length != bytes)
        {
            file.Truncate(0);
            file.Reserve(bytes);
            file.Sync();
            folder.SyncNames();
        }
    }
}
