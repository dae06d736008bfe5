namespace Device.Lab.Input;

/// <summary>Finds the device file that belongs to a folder of /sys.</summary>
internal static class EventFiles
{
    /// <summary>Waits until the kernel has made the device file of the input device in a folder.</summary>
    public static async Task<string> FindAsync(LabBench bench, string folder, CancellationToken cancellationToken)
    {
        string? found = null;
        await bench.UntilAsync(
            $"a device file for {folder}",
            () => (found = Directory.Exists(folder) ? Directory.GetDirectories(folder, "event*").FirstOrDefault() : null) is not null
                && File.Exists("/dev/input/" + Path.GetFileName(found)),
            cancellationToken);
        return "/dev/input/" + Path.GetFileName(found);
    }
}
