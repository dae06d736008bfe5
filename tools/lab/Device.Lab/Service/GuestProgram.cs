using System.Diagnostics;

namespace Device.Lab.Service;

/// <summary>The product's programs on the machine's disk.</summary>
internal static class GuestProgram
{
    /// <summary>The service.</summary>
    public const string Service = "/opt/deviced/deviced";

    /// <summary>The command line.</summary>
    public const string Control = "/opt/devicectl/devicectl";

    /// <summary>Starts a program; what it says is for the caller to read.</summary>
    /// <exception cref="LabException">It does not start.</exception>
    public static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_ROOT"] = "/opt/dotnet";
        start.Environment["DOTNET_TieredCompilation"] = "1";
        return Process.Start(start) ?? throw new LabException($"{program} does not start");
    }
}
