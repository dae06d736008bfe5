using CsCheck;
using Device.Core.Notebook;

namespace Device.Core.Tests.Notebook;

/// <summary>Names of machines and facts.</summary>
public sealed class NameTests
{
    [Fact]
    public void A_machine_has_a_tenant_and_a_name()
    {
        var id = DeviceId.Parse("school-1/desk-07");
        Assert.Equal(("school-1", "desk-07", "school-1/desk-07"), (id.Tenant, id.Name, id.ToString()));
        Assert.True(DeviceId.TryParse($"{new string('a', 32)}/{new string('9', 32)}", out var longest));
        Assert.Equal(DeviceId.MaxLength, longest.Value.Length);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("school")]
    [InlineData("school/")]
    [InlineData("/desk")]
    [InlineData("school/desk/1")]
    [InlineData("School/desk")]
    [InlineData("school/desk 1")]
    [InlineData("school/+")]
    [InlineData("school/#")]
    [InlineData("sch\0ol/desk")]
    [InlineData("学校/desk")]
    [InlineData("school/desk\n")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/desk")]
    [InlineData("school/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Anything_else_names_no_machine(string? text)
    {
        Assert.False(DeviceId.TryParse(text, out var id));
        Assert.Equal(default, id);
    }

    [Fact]
    public void A_bad_name_is_quoted_with_what_was_expected()
    {
        var error = Assert.Throws<FormatException>(() => DeviceId.Parse("School/1"));
        Assert.Contains("'School/1'", error.Message, StringComparison.Ordinal);
        Assert.Contains("a-z", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_machine_has_no_tenant_and_no_name() => Assert.Equal(("", "", ""), (default(DeviceId).Tenant, default(DeviceId).Name, default(DeviceId).Value));

    [Fact]
    public void A_name_of_a_fact_reads_back() => AnyFact.Id.Sample(id =>
    {
        Assert.True(FactId.TryParse(id.ToString(), out var parsed));
        Assert.Equal(id, parsed);
    });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a/b:1:1")]
    [InlineData("a/b:000000000000000A:1")]
    [InlineData("a/b:000000000000000a:01")]
    [InlineData("a/b:000000000000000a:-1")]
    [InlineData("a/b:000000000000000a:+1")]
    [InlineData("a/b:000000000000000a: 1")]
    [InlineData("a/b:000000000000000a:1\0")]
    [InlineData("a/b:000000000000000a:1:2")]
    [InlineData("a/b:000000000000000a:18446744073709551616")]
    [InlineData("ab:000000000000000a:1")]
    public void A_fact_has_no_second_spelling(string? text)
    {
        Assert.False(FactId.TryParse(text, out var id));
        Assert.Equal(default, id);
    }

    [Fact]
    public void Facts_sort_by_machine_then_epoch_then_sequence()
    {
        string[] sorted =
        [
            "a/a:0000000000000002:0", "a/b:0000000000000001:9", "a/b:0000000000000001:10", "a/b:0000000000000002:1", "b/a:0000000000000000:1",
        ];
        var ids = sorted.Select(text => FactId.TryParse(text, out var id) ? id : throw new FormatException(text)).ToArray();
        Assert.Equal(ids, ids.Reverse().Order());
    }
}
