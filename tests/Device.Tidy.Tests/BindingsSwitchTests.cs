using System.Xml.Linq;

namespace Device.Tidy.Tests;

/// <summary>The switch to Iot.Device.Bindings, which cannot be had here: what can be checked without it.</summary>
public sealed class BindingsSwitchTests
{
    private const string On = "'$(UseIotDeviceBindings)' == 'true'";
    private const string Off = "'$(UseIotDeviceBindings)' != 'true'";

    private static readonly XDocument Project = XDocument.Parse(Repository.Read("hardware/Device.Hardware/Device.Hardware.csproj"));

    [Fact]
    public void The_switch_is_off_unless_it_is_thrown()
    {
        var property = Assert.Single(Project.Descendants("UseIotDeviceBindings"));
        Assert.Equal(("false", "'$(UseIotDeviceBindings)' == ''"), (property.Value, property.Attribute("Condition")?.Value));
    }

    [Fact]
    public void Only_the_switch_asks_for_the_package()
    {
        var reference = Assert.Single(
            Repository.Files.Where(f => f.EndsWith(".csproj", StringComparison.Ordinal) || f.EndsWith(".props", StringComparison.Ordinal))
                .SelectMany(f => XDocument.Parse(Repository.Read(f)).Descendants().Where(e => (string?)e.Attribute("Include") == "Iot.Device.Bindings")));
        Assert.Equal("PackageReference", reference.Name.LocalName);
        Assert.Equal(On, reference.Parent?.Attribute("Condition")?.Value);
        Assert.DoesNotContain("Iot.Device.Bindings", Repository.Read("hardware/Device.Hardware/packages.lock.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_adapter_is_compiled_with_the_switch_and_not_without()
    {
        var removed = Assert.Single(Project.Descendants("Compile"), c => (string?)c.Attribute("Remove") == "Bindings/**");
        Assert.Equal(Off, removed.Parent?.Attribute("Condition")?.Value);
        Assert.All(
            Repository.Sources.Where(f => !f.StartsWith("tests/", StringComparison.Ordinal) && Repository.Read(f).Contains("using Iot.Device", StringComparison.Ordinal)),
            f => Assert.StartsWith("hardware/Device.Hardware/Bindings/", f, StringComparison.Ordinal));
    }
}
