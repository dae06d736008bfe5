using System.Diagnostics;
using Device.Core.Screen;
using Device.Hardware.Panels;
using Device.Screen.Frames;

namespace Device.Bench.Screen;

/// <summary>What it costs to bring a page of 1872 x 1404 to a panel of sixteen greys, against a plain copy of its bytes.</summary>
internal sealed class PageSteps
{
    private const int Width = 1872;
    private const int Height = 1404;
    private const int Rounds = 300;

    private readonly GreyFrame _before = new(Width, Height);
    private readonly GreyFrame _drawn = new(Width, Height);
    private readonly GreyFrame _next = new(Width, Height);
    private readonly byte[] _packed = new byte[Width * Height / 2];
    private readonly FrameDamage _damage = new();
    private readonly GreyDither _dither = new(16, DitherPattern.BlueNoise);
    private readonly PixelRect _picture;

    /// <summary>Makes two pages.</summary>
    /// <param name="kind">What changes.</param>
    public PageSteps(PageKind kind)
    {
        var random = new Random(1);
        if (kind == PageKind.Writing)
        {
            Write(_before, random);
            Write(_drawn, random);
            GreyQuantiser.Quantise(_before.Pixels, 16);
        }
        else
        {
            random.NextBytes(_drawn.Pixels);
            _picture = kind == PageKind.Picture ? _drawn.Bounds : default;
        }
    }

    /// <summary>Measures every kind of page.</summary>
    /// <returns>The figures.</returns>
    public static IEnumerable<Figure> Measure()
    {
        foreach (var kind in Enum.GetValues<PageKind>())
        {
            var steps = new PageSteps(kind);
            var names = new[] { "copy", "damage", "dither", "pack" };
            Action[] actions = [steps.Copy, steps.Damage, steps.Dither, steps.Pack];
            var times = actions.Select(_ => new List<double>(Rounds)).ToArray();
            var totals = new List<double>(Rounds);
            for (var round = 0; round < Rounds + 50; round++)
            {
                steps.Reset();
                var sum = 0.0;
                for (var i = 0; i < actions.Length; i++)
                {
                    var start = Stopwatch.GetTimestamp();
                    actions[i]();
                    var time = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
                    sum += i > 0 ? time : 0;
                    if (round >= 50)
                    {
                        times[i].Add(time);
                    }
                }

                if (round >= 50)
                {
                    totals.Add(sum);
                }
            }

            var page = kind switch { PageKind.Writing => "a page of writing becomes another", PageKind.Everything => "every pixel changes", _ => "a picture fills the page" };
            for (var i = 0; i < names.Length; i++)
            {
                yield return new Figure($"{page}: {names[i]}, p50", Median(times[i]), "us");
            }

            yield return new Figure($"{page}: damage + dither + pack, copies of the same bytes", Median(totals) / Median(times[0]), "x", 4);
        }
    }

    /// <summary>Makes the drawn page the next one, as composing does.</summary>
    public void Reset() => _drawn.CopyTo(_next, _next.Bounds);

    /// <summary>For comparison.</summary>
    public void Copy() => _drawn.Pixels.CopyTo(_next.Pixels);

    /// <summary>Finds what differs.</summary>
    public void Damage() => _damage.Find(_before, _next, _next.Bounds);

    /// <summary>Dithers the pictures and rounds everything.</summary>
    public void Dither()
    {
        if (!_picture.IsEmpty)
        {
            // A picture that was dithered has the panel's greys.
            _dither.Apply(_next, _picture);
            return;
        }

        GreyQuantiser.Quantise(_next.Pixels, 16);
    }

    /// <summary>Packs two pixels to a byte, row by row as a driver does.</summary>
    public void Pack()
    {
        for (var y = 0; y < Height; y++)
        {
            PixelPacking.LowFirst(_next.Row(y), 4, _packed.AsSpan(y * Width / 2, Width / 2));
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <summary>Lines of marks the size of letters, about as dark as a full page.</summary>
    private static void Write(GreyFrame frame, Random random)
    {
        for (var line = 60; line < Height - 60; line += 50)
        {
            for (var x = 60; x < Width - 60; x += random.Next(8, 30))
            {
                frame.Fill(new PixelRect(x, line + random.Next(20), random.Next(2, 12), random.Next(2, 16)), (byte)random.Next(0, 120));
            }
        }
    }
}
