using System.Text.Json;
using System.Text.Json.Serialization;

namespace Device.Boards;

/// <summary>Finds, reads and checks board profiles.</summary>
public static class BoardFile
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>Reads a profile.</summary>
    /// <param name="nameOrPath">A file, or the name of a profile in the folder <c>boards</c> beside the program.</param>
    /// <returns>The profile, checked.</returns>
    /// <exception cref="BoardException">There is no such profile, or it is wrong.</exception>
    public static BoardProfile Read(string nameOrPath)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "boards");
        var path = File.Exists(nameOrPath) ? nameOrPath : Path.Combine(folder, nameOrPath + ".json");
        if (!File.Exists(path))
        {
            var known = Directory.Exists(folder)
                ? string.Join(", ", Directory.GetFiles(folder, "*.json").Select(Path.GetFileNameWithoutExtension).Where(n => n != "board.schema").Order())
                : "none";
            throw new BoardException($"board '{nameOrPath}': no such file, and the boards that come with the program are: {known}");
        }

        if (new FileInfo(path).Length > MaxBytes)
        {
            throw new BoardException($"{path}: more than {MaxBytes} bytes");
        }

        try
        {
            var profile = JsonSerializer.Deserialize(File.ReadAllBytes(path), BoardJsonContext.Default.BoardProfile)
                ?? throw new BoardException($"{path}: an object expected, null found");
            return BoardCheck.Faults(profile) is { Count: > 0 } faults ? throw new BoardException($"{path}: {string.Join("; ", faults)}") : profile;
        }
        catch (JsonException e)
        {
            throw new BoardException($"{path}, line {e.LineNumber + 1}: {e.Path}: {e.Message}", e);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    MaxDepth = 8)]
[JsonSerializable(typeof(BoardProfile))]
internal sealed partial class BoardJsonContext : JsonSerializerContext;
