using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Device.Recognition.Models;
using Device.Recognition.Speech.Keywords;

namespace Device.Recognition.Speech.Commands;

/// <summary>
/// The commands of a language with their phrases: <c>grammar.json</c> of a bundle, <c>{"locale","commands":[{"id","phrases":[…]}]}</c>.
/// Immutable.
/// </summary>
/// <param name="Locale">A BCP 47 tag.</param>
/// <param name="Commands">1 to <see cref="MostCommands"/>, each id once.</param>
public sealed record CommandGrammar(string Locale, ImmutableArray<SpokenCommand> Commands)
{
    /// <summary>Commands of a grammar.</summary>
    public const int MostCommands = 200;

    private const string FileName = "grammar.json";
    private const int MostPhrases = 20;
    private const int PhraseLength = 64;

    /// <summary>Reads the grammar of a bundle and checks it against the head's labels.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <returns>The grammar.</returns>
    /// <exception cref="ModelBundleException">It is not as expected, or the labels are not its commands and <see cref="KeywordRecognizer.Reject"/>.</exception>
    public static CommandGrammar Read(ModelBundle bundle)
    {
        try
        {
            var grammar = Parse(bundle.Read(FileName));
            var ids = grammar.Commands.Select(c => c.Id).Append(KeywordRecognizer.Reject).ToHashSet(StringComparer.Ordinal);
            return ids.SetEquals(bundle.ReadLabels()) ? grammar : throw new FormatException($"the labels of the bundle are other commands than the {grammar.Commands.Length} here");
        }
        catch (FormatException e)
        {
            throw new ModelBundleException(bundle.Directory, FileName, e.Message, e);
        }
    }

    /// <summary>Reads a grammar.</summary>
    /// <param name="json">Its UTF-8 text.</param>
    /// <returns>The grammar.</returns>
    /// <exception cref="FormatException">It is not as expected; the message names the field.</exception>
    public static CommandGrammar Parse(ReadOnlySpan<byte> json)
    {
        RawGrammar? raw;
        try
        {
            raw = JsonSerializer.Deserialize(json, CommandJson.Default.RawGrammar);
        }
        catch (JsonException e)
        {
            throw new FormatException($"line {(e.LineNumber ?? 0) + 1}: not the expected JSON", e);
        }

        if (raw?.Locale is not { Length: >= 2 and <= 35 } locale || raw.Commands is not { Length: >= 1 and <= MostCommands })
        {
            throw new FormatException($"expected a locale and 1 to {MostCommands} commands");
        }

        var (ids, phrases) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        for (var i = 0; i < raw.Commands.Length; i++)
        {
            Check(raw.Commands[i], i, ids, phrases);
        }

        return new CommandGrammar(locale, [.. raw.Commands.Select(c => new SpokenCommand(c!.Id!, [.. c.Phrases!]!))]);
    }

    /// <inheritdoc/>
    public bool Equals(CommandGrammar? other) => other is not null && Locale == other.Locale && Commands.AsSpan().SequenceEqual(other.Commands.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Locale, Commands.Length);

    private static void Check(RawCommand? command, int index, HashSet<string> ids, HashSet<string> phrases)
    {
        var id = command?.Id;
        if (id is not { Length: >= 1 and <= PhraseLength } || id.Any(c => !char.IsAsciiLetterLower(c) && c != '-') || !ids.Add(id))
        {
            throw new FormatException($"commands[{index}].id: '{id}', expected small letters and '-', each id once");
        }

        if (command!.Phrases is not { Length: >= 1 and <= MostPhrases })
        {
            throw new FormatException($"commands[{index}].phrases: {command.Phrases?.Length ?? 0} phrases, expected 1 to {MostPhrases}");
        }

        foreach (var phrase in command.Phrases)
        {
            if (phrase is not { Length: >= 1 and <= PhraseLength } || !phrases.Add(phrase))
            {
                throw new FormatException($"commands[{index}].phrases: '{phrase}', expected 1 to {PhraseLength} characters, each phrase once in the grammar");
            }
        }
    }
}

/// <summary>A grammar as it stands in the file.</summary>
internal sealed record RawGrammar(string? Locale, RawCommand?[]? Commands);

/// <summary>A command as it stands in the file.</summary>
internal sealed record RawCommand(string? Id, string?[]? Phrases);

/// <summary>Source-generated JSON of grammars.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RawGrammar))]
internal sealed partial class CommandJson : JsonSerializerContext;
