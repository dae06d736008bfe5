namespace Device.Lab.Tests;

/// <summary>The drivers on a real kernel: every check of tools/lab is a test here.</summary>
public sealed class LabTests(EmulatedMachine machine) : IClassFixture<EmulatedMachine>
{
    public static TheoryData<string> Checks => [.. LabChecks.Names];

    [Theory]
    [MemberData(nameof(Checks))]
    public void On_Debians_arm64_kernel(string check)
    {
        Assert.SkipWhen(machine.WhyAbsent is not null, machine.WhyAbsent ?? "");
        if (machine.Find(check) is not var (result, words))
        {
            Assert.Fail($"the machine never came to {check}:\n{machine.Output}");
            return;
        }

        TestContext.Current.TestOutputHelper?.WriteLine(words);
        Assert.SkipWhen(result == "skip", words);
        Assert.True(result == "ok", words);
    }

    [Fact]
    public void Names_say_what_is_relied_on_and_are_used_once()
    {
        Assert.True(LabChecks.Names.Count > 20, $"{LabChecks.Names.Count} names found in tools/lab/Device.Lab");
        Assert.Equal(LabChecks.Names.Count, LabChecks.Names.Distinct().Count());
        Assert.All(LabChecks.Names, name => Assert.InRange(name.Split('-').Length, 3, 12));
    }
}
