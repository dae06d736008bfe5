using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Device.Core.Learning;

/// <summary>
/// The reference strokes of characters, format 1 of <c>docs/formats/strokes.md</c>. The whole file is checked when it is read;
/// afterwards a character is unpacked when it is asked for. Immutable; any thread.
/// </summary>
public sealed class StrokeReferences
{
    /// <summary>Largest file in bytes.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>Most strokes of a character.</summary>
    public const int MaxStrokes = 64;

    /// <summary>Most points of a stroke.</summary>
    public const int MaxPoints = 64;

    private const int HashBytes = 32;
    private const int HeadBytes = 8;
    private const int EntryBytes = 8;
    private const float Steps = 256f;

    private readonly byte[] _file;
    private readonly int _index;
    private readonly int _strokes;

    private StrokeReferences(byte[] file, string notice, int index, int count)
    {
        (_file, Notice, _index, Count) = (file, notice, index, count);
        _strokes = index + (count * EntryBytes);
    }

    /// <summary>Where the strokes come from, what was changed, and the licence.</summary>
    public string Notice { get; }

    /// <summary>How many characters there are.</summary>
    public int Count { get; }

    /// <summary>The characters by code point.</summary>
    public IEnumerable<string> Characters => Enumerable.Range(0, Count).Select(i => char.ConvertFromUtf32(CodeAt(i)));

    /// <summary>Reads a file's content.</summary>
    /// <param name="file">The bytes, which are kept and must not be changed.</param>
    /// <param name="name">The file's name, for errors.</param>
    /// <returns>The characters.</returns>
    /// <exception cref="StrokeReferenceException">The content breaks the format, or its hash is wrong.</exception>
    public static StrokeReferences Read(byte[] file, string name)
    {
        Require(file.Length <= MaxBytes, name, $"{file.Length} bytes, at most {MaxBytes} expected");
        Require(file.Length >= HeadBytes + EntryBytes + HashBytes, name, $"{file.Length} bytes, cut short");
        Require(file.AsSpan(0, 4).SequenceEqual("DVST"u8), name, $"begins with 0x{Convert.ToHexString(file.AsSpan(0, 4))}, 'DVST' expected");
        Require(file[4] == 1, name, $"version {file[4]}, 1 expected");
        var body = file.AsSpan(0, file.Length - HashBytes);
        Require(SHA256.HashData(body).AsSpan().SequenceEqual(file.AsSpan(body.Length)), name, "SHA-256 at the end: not that of the content");

        int notice = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(6));
        Require(HeadBytes + notice + EntryBytes <= body.Length, name, $"notice: {notice} bytes, more than the file has");
        var at = HeadBytes + notice;
        var (count, length) = (BinaryPrimitives.ReadUInt32LittleEndian(body[at..]), BinaryPrimitives.ReadUInt32LittleEndian(body[(at + 4)..]));
        at += EntryBytes;
        Require(at + ((long)count * EntryBytes) + length == body.Length, name, $"{count} characters with {length} bytes of strokes: not the file's length");
        var references = new StrokeReferences(file, Encoding.UTF8.GetString(file, HeadBytes, notice), at, (int)count);
        references.Check(name, body.Length);
        return references;
    }

    /// <summary>The strokes of a character.</summary>
    /// <param name="character">One character.</param>
    /// <returns>Its strokes, or null where there are none.</returns>
    public CharacterStrokes? Find(string character)
    {
        if (Rune.DecodeFromUtf16(character, out var rune, out var length) != System.Buffers.OperationStatus.Done || length != character.Length)
        {
            return null;
        }

        int low = 0, high = Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var code = CodeAt(middle);
            if (code == rune.Value)
            {
                return Unpack(character, _strokes + OffsetAt(middle));
            }

            (low, high) = code < rune.Value ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    private int CodeAt(int i) => BinaryPrimitives.ReadInt32LittleEndian(_file.AsSpan(_index + (i * EntryBytes)));

    private int OffsetAt(int i) => BinaryPrimitives.ReadInt32LittleEndian(_file.AsSpan(_index + (i * EntryBytes) + 4));

    private CharacterStrokes Unpack(string character, int at)
    {
        var strokes = ImmutableArray.CreateBuilder<ImmutableArray<Vector2>>(_file[at++]);
        for (var s = strokes.Capacity; s > 0; s--)
        {
            var points = ImmutableArray.CreateBuilder<Vector2>(_file[at++]);
            for (var p = points.Capacity; p > 0; p--, at += 2)
            {
                points.Add(new Vector2(_file[at], _file[at + 1]) / Steps);
            }

            strokes.Add(points.MoveToImmutable());
        }

        return new CharacterStrokes(character, strokes.MoveToImmutable());
    }

    /// <summary>Every character lies where the one before ends, in ascending order, and within its limits.</summary>
    private void Check(string name, int end)
    {
        var (at, before) = (_strokes, -1);
        for (var i = 0; i < Count; i++)
        {
            var code = CodeAt(i);
            Require(code > before && Rune.IsValid(code), name, $"character {i}: code point 0x{code:X}, one above 0x{before:X} expected");
            Require(OffsetAt(i) == at - _strokes, name, $"character {i}: strokes at {OffsetAt(i)}, {at - _strokes} expected");
            Require(at < end && _file[at] is >= 1 and <= MaxStrokes, name, $"character {i}: {(at < end ? _file[at] : 0)} strokes, 1 to {MaxStrokes} expected");
            for (var s = _file[at++]; s > 0; s--)
            {
                var points = at < end ? _file[at] : (byte)0;
                Require(points is >= 2 and <= MaxPoints && at + 1 + (2 * points) <= end, name, $"character {i}: a stroke of {points} points, 2 to {MaxPoints} within the file expected");
                at += 1 + (2 * points);
            }

            before = code;
        }

        Require(at == end, name, $"{end - at} bytes after the last stroke");
    }

    private static void Require(bool holds, string name, string problem)
    {
        if (!holds)
        {
            throw new StrokeReferenceException(name, problem);
        }
    }
}
