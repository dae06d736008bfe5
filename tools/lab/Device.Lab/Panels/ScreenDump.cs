using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Device.Lab.Panels;

/// <summary>Compares what the emulator's display shows with what it should.</summary>
internal static class ScreenDump
{
    /// <summary>Asks for a picture of the screen and compares it, pixel by pixel: both as the SHA-256 of a PPM file.</summary>
    /// <param name="bench">Asks.</param>
    /// <param name="name">Names the picture's file.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="grey">The greys expected.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task ExpectAsync(LabBench bench, string name, int width, int height, byte[] grey, CancellationToken cancellationToken)
    {
        var header = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"P6\n{width} {height}\n255\n"));
        var file = new byte[header.Length + (grey.Length * 3)];
        header.CopyTo(file, 0);
        for (var i = 0; i < grey.Length; i++)
        {
            file.AsSpan(header.Length + (i * 3), 3).Fill(grey[i]);
        }

        var expected = Convert.ToHexStringLower(SHA256.HashData(file));
        var found = "";

        // The emulated card takes a picture over some milliseconds after it was told.
        for (var i = 0; i < 20 && found != expected; i++)
        {
            await bench.WaitAsync(50, cancellationToken);
            found = await bench.AskAsync("screendump", name, cancellationToken);
        }

        Expect.That(found == expected, $"the screen ({name}.ppm, SHA-256 {found}) is not the expected picture ({expected})");
    }
}
