using Device.Hardware.Pen;

namespace Device.Hardware.Buttons;

/// <summary>Finds the input devices that have a machine's keys and switches.</summary>
internal static class EvdevKeyDevices
{
    private const string Folder = "/dev/input";
    private const int MostDevices = 8;

    /// <summary>Opens the devices that options name, or those that have a key or switch with a role.</summary>
    /// <exception cref="IOException">There is none.</exception>
    public static List<EvdevDevice> Open(EvdevKeysOptions options)
    {
        var devices = new List<EvdevDevice>();
        try
        {
            devices.AddRange(options.Devices.Count > 0 ? options.Devices.Select(EvdevDevice.Open) : Find(new EvdevKeyMap(options.Keys)));
            if (devices.Count == 0)
            {
                throw new IOException($"{Folder}: no device with a key or switch of a notebook that this user may open");
            }

            foreach (var device in devices)
            {
                device.UseMonotonicClock();
                if (options.IsExclusive)
                {
                    device.Grab();
                }
            }

            return devices;
        }
        catch
        {
            devices.ForEach(d => d.Dispose());
            throw;
        }
    }

    private static IEnumerable<EvdevDevice> Find(EvdevKeyMap map)
    {
        var paths = Directory.Exists(Folder) ? Directory.GetFiles(Folder, "event*") : [];
        Array.Sort(paths, StringComparer.Ordinal);
        var found = 0;
        foreach (var path in paths)
        {
            EvdevDevice device;
            try
            {
                device = EvdevDevice.Open(path);
            }
            catch (Exception e) when (e is UnauthorizedAccessException or IOException)
            {
                // The udev rules give this user the machine's own keys and nobody's keyboard.
                continue;
            }

            if (found < MostDevices && !device.IsPen && map.HasRole(device.ReadKeyBits(), device.ReadSwitchBits()))
            {
                found++;
                yield return device;
            }
            else
            {
                device.Dispose();
            }
        }
    }
}
