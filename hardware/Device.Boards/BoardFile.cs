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
            Check(profile, path);
            return profile;
        }
        catch (JsonException e)
        {
            throw new BoardException($"{path}, line {e.LineNumber + 1}: {e.Path}: {e.Message}", e);
        }
    }

    private static void Check(BoardProfile board, string path)
    {
        Require(board.Name.Length is > 0 and <= 32 && board.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'), "name", board.Name, "1 to 32 of a-z, 0-9 and '-'");
        Require(board.Title.Length is > 0 and <= 80, "title", board.Title, "1 to 80 characters");
        Require(PanelDrivers.Names.Contains(board.Panel.Driver), "panel.driver", board.Panel.Driver, string.Join(", ", PanelDrivers.Names));
        Require(board.Panel.Width is >= 8 and <= 8192, "panel.width", board.Panel.Width, "8 to 8192");
        Require(board.Panel.Height is >= 8 and <= 8192, "panel.height", board.Panel.Height, "8 to 8192");
        Require(board.Panel.DotsPerInch is >= 50 and <= 600, "panel.dotsPerInch", board.Panel.DotsPerInch, "50 to 600");
        Require(board.Panel.GreyLevels is 2 or 4 or 16 or 256, "panel.greyLevels", board.Panel.GreyLevels, "2, 4, 16 or 256");
        Require(board.Pen.Driver is "simulated" or "evdev", "pen.driver", board.Pen.Driver, "simulated or evdev");
        Require(board.Pen.Driver != "evdev" || board.Pen.Device is { Length: > 0 }, "pen.device", board.Pen.Device ?? "nothing", "an event device such as /dev/input/event2");
        Require(board.Pen.Calibration is null or { Count: 6 }, "pen.calibration", board.Pen.Calibration?.Count ?? 0, "six numbers");
        if (PanelDrivers.Faults(board.Panel) is [var fault, ..])
        {
            throw new BoardException($"{path}: panel.{board.Panel.Driver}.{fault}");
        }

        Require(board.Paper.Pitch is >= 3 and <= 100, "paper.pitch", board.Paper.Pitch, "3 to 100");

        void Require(bool ok, string field, object value, string expected)
        {
            if (!ok)
            {
                throw new BoardException($"{path}: {field}: '{value}' found, {expected} expected");
            }
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
