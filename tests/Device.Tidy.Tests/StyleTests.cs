using System.Text.RegularExpressions;

namespace Device.Tidy.Tests;

public sealed partial class StyleTests
{
    private const int MaxFileLines = 400;

    private const int MaxProgramLines = 40;

    private static IEnumerable<string> ProductSources => Repository.Sources.Where(f => !f.StartsWith("tests/", StringComparison.Ordinal));

    [Fact]
    public void No_file_is_longer_than_four_hundred_lines()
    {
        Wrong.None(Repository.Sources.Select(f => (f, Lines: File.ReadLines(Path.Combine(Repository.Root, f)).Count())).Where(f => f.Lines > MaxFileLines));
    }

    [Fact]
    public void A_program_only_composes()
    {
        Wrong.None(ProductSources.Where(f => Path.GetFileName(f) == "Program.cs")
            .Select(f => (f, Lines: File.ReadLines(Path.Combine(Repository.Root, f)).Count())).Where(f => f.Lines > MaxProgramLines));
    }

    [Fact]
    public void A_file_is_named_after_its_public_type()
    {
        var wrong = new List<string>();
        foreach (var file in ProductSources)
        {
            var names = PublicType().Matches(Repository.Read(file)).Select(m => m.Groups["name"].Value).ToArray();
            if (names.Length > 0 && !names.Contains(Path.GetFileNameWithoutExtension(file).Split('.')[0]))
            {
                wrong.Add($"{file}: {string.Join(", ", names)}");
            }
        }

        Wrong.None(wrong);
    }

    [Fact]
    public void A_file_has_one_public_type()
    {
        Wrong.None(ProductSources.Select(f => (f, Count: PublicType().Count(Repository.Read(f)))).Where(f => f.Count > 1));
    }

    [Fact]
    public void No_type_has_a_name_that_says_nothing()
    {
        Wrong.None(ProductSources.SelectMany(f => AnyType().Matches(Repository.Read(f)).Select(m => m.Groups["name"].Value)
            .Where(n => EmptyName().IsMatch(n)).Select(n => $"{f}: {n}")));
    }

    [Fact]
    public void Nothing_is_left_to_do_in_a_comment()
    {
        Wrong.None(ProductSources.Where(f => LeftOver().IsMatch(Repository.Read(f))));
    }

    [GeneratedRegex(@"^(?:public )(?:(?:static|sealed|abstract|readonly|partial|ref|unsafe) )*(?:class|struct|interface|enum|record struct|record class|record|delegate \w+) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"^\s*(?:(?:public|internal|private|file|static|sealed|abstract|readonly|partial|ref|unsafe) )+(?:class|struct|interface|record struct|record) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex AnyType();

    [GeneratedRegex("(Manager|Helper|Helpers|Utils|Utility|Utilities|Common|Misc)$")]
    private static partial Regex EmptyName();

    [GeneratedRegex(@"//.*\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex LeftOver();
}
