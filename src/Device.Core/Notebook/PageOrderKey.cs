using System.Buffers;

namespace Device.Core.Notebook;

/// <summary>
/// A page's place among the pages of its note: a fraction written in 65 digits that ends with the machine that gave it between
/// a mark and a full stop. Keys sort character by character. Two machines that give a place at once give different ones, so that there is
/// always room between two keys; the digit 0 is never the last one for the same reason.
/// <para>
/// A page nobody has placed lies where its time puts it (<see cref="Default"/>). A key grows by one to three digits for about six pages
/// put into the same gap, which takes at least a hundred; when <see cref="MaxLength"/> does not hold it, the note's pages are placed anew
/// (<see cref="Spread"/>), one <see cref="PageOrdered"/> for each.
/// </para>
/// </summary>
public readonly record struct PageOrderKey : IComparable<PageOrderKey>
{
    /// <summary>Longest key in characters. The machine's name, its mark and its stop take 6 to 68 of them.</summary>
    public const int MaxLength = 256;

    /// <summary>Most pages that <see cref="Spread"/> places.</summary>
    public const int MaxSpread = 274_625;

    // Ascending, as characters sort. Machines' names are written in the same digits.
    private const string Digits = "-./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const char End = '.';

    // A low digit and a middle one before the machine's name, so that what is put right before or after a key has room
    // there and does not have to be longer than the name.
    private const string Mark = "-U";

    // As many digits as a clock's reading takes.
    private const int TimeDigits = 11;

    private static readonly SearchValues<char> Allowed = SearchValues.Create(Digits);

    private readonly string? _value;

    private PageOrderKey(string value) => _value = value;

    /// <summary>The key as text; empty for the default value, which is no place.</summary>
    public string Value => _value ?? "";

    /// <summary>Reads a key.</summary>
    /// <param name="text">The text.</param>
    /// <param name="key">The key, when the text is one.</param>
    /// <returns>Whether it has 1 to <see cref="MaxLength"/> digits, the last one a full stop.</returns>
    public static bool TryParse(string? text, out PageOrderKey key)
    {
        var isKey = text is { Length: > 0 and <= MaxLength } && text[^1] == End && text.AsSpan().IndexOfAnyExcept(Allowed) < 0;
        key = isKey ? new PageOrderKey(text!) : default;
        return isKey;
    }

    /// <summary>The place of a page that nobody has placed: pages in the order in which they were added.</summary>
    /// <param name="page">The page.</param>
    /// <param name="added">When it was added.</param>
    /// <returns>The place.</returns>
    public static PageOrderKey Default(FactId page, Hlc added) => new(Fixed(added.Value, TimeDigits) + Ending(page.Device));

    /// <summary>A place strictly between two places.</summary>
    /// <param name="after">The place before it; null for the front.</param>
    /// <param name="before">The place behind it; null for the end.</param>
    /// <param name="device">This machine.</param>
    /// <param name="key">The place.</param>
    /// <returns>False when it would be longer than <see cref="MaxLength"/>: place the note's pages anew.</returns>
    /// <exception cref="ArgumentException"><paramref name="after"/> is not below <paramref name="before"/>, or there is no machine.</exception>
    public static bool TryBetween(PageOrderKey? after, PageOrderKey? before, DeviceId device, out PageOrderKey key)
    {
        if (device == default)
        {
            throw new ArgumentException("a place ends with the machine that gave it", nameof(device));
        }

        if (after is { } low && before is { } high && low.CompareTo(high) >= 0)
        {
            throw new ArgumentException($"'{low.Value}' is not before '{high.Value}'", nameof(after));
        }

        // At either end a step instead of a half: pages added at the end one by one do not make their keys longer.
        var place = (after, before) switch
        {
            ({ } a, null) => Step(a.Value, +1) ?? Middle(a.Value, null),
            (null, { } b) => Step(b.Value, -1) ?? Middle("", b.Value),
            var (a, b) => Middle(a?.Value ?? "", b?.Value),
        };
        return TryParse(place + Ending(device), out key);
    }

    /// <summary>Places for all pages of a note, evenly spread. Two machines that spread the same pages at once agree on their order.</summary>
    /// <param name="count">How many, 0 to <see cref="MaxSpread"/> - 1.</param>
    /// <param name="device">This machine.</param>
    /// <returns>The places, ascending, each 3 digits and the machine's name long.</returns>
    public static IEnumerable<PageOrderKey> Spread(int count, DeviceId device)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(count, MaxSpread);
        return Enumerable.Range(1, count).Select(i => new PageOrderKey(Fixed((ulong)((long)i * MaxSpread / (count + 1)), 3) + Ending(device)));
    }

    /// <inheritdoc/>
    public int CompareTo(PageOrderKey other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static string Ending(DeviceId device) => Mark + device.Value + End;

    private static int Digit(string key, int at) => Digits.IndexOf(key[at], StringComparison.Ordinal);

    private static string Fixed(ulong value, int digits)
    {
        Span<char> text = stackalloc char[digits];
        for (var i = digits - 1; i >= 0; i--)
        {
            text[i] = Digits[(int)(value % (ulong)Digits.Length)];
            value /= (ulong)Digits.Length;
        }

        return new string(text);
    }

    /// <summary>The first digits, one up or down in the last of them; null where there is no such number.</summary>
    private static string? Step(string key, int by)
    {
        var digits = key.PadRight(TimeDigits, Digits[0])[..TimeDigits].ToCharArray();
        for (var i = TimeDigits - 1; i >= 0; i--)
        {
            var digit = Digits.IndexOf(digits[i], StringComparison.Ordinal) + by;
            if (digit >= 0 && digit < Digits.Length)
            {
                digits[i] = Digits[digit];
                return new string(digits);
            }

            digits[i] = by > 0 ? Digits[0] : Digits[^1];
        }

        return null;
    }

    /// <summary>
    /// The shortest digits that, whatever follows them, lie above <paramref name="low"/> and below <paramref name="high"/>
    /// (null: 1). Neither ends with the digit 0, so there always are some.
    /// </summary>
    private static string Middle(string low, string? high)
    {
        var digits = new System.Text.StringBuilder();
        for (var i = 0; ; i++)
        {
            // Where low has ended, even the digit 0 is above it.
            var least = i < low.Length ? Digit(low, i) : -1;
            var most = high is null ? Digits.Length : Digit(high, i);
            if (most - least > 1)
            {
                return digits.Append(Digits[(least + most) / 2]).ToString();
            }

            if (most == least)
            {
                digits.Append(Digits[least]);
                continue;
            }

            // Next to each other: below high from here on, so only low still bounds it.
            if (least >= 0)
            {
                digits.Append(Digits[least]);
                high = null;
            }
            else
            {
                // low has ended, high goes on with a 0.
                digits.Append(Digits[0]);
            }
        }
    }
}
