using System.Reflection;

namespace Device.Host;

/// <summary>The service's version, as the build stamped it.</summary>
internal static class HostVersion
{
    public static string Text { get; } = typeof(HostVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
}
