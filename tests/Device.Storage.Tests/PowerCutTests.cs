using System.Diagnostics;
using System.Globalization;

namespace Device.Storage.Tests;

/// <summary>A real ext4 whose power is cut: the image is copied while it is mounted, and the copy mounted anew. Needs root.</summary>
public sealed class PowerCutTests : IDisposable
{
    private readonly TempFolder _folder = new(inMemory: true);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task After_power_cuts_of_a_real_ext4_everything_acknowledged_is_there()
    {
        if (Environment.UserName != "root")
        {
            Assert.Skip("not root: an image cannot be mounted");
        }

        var (image, mount) = (_folder.At("disk.img"), Directory.CreateDirectory(_folder.At("disk")).FullName);
        using (var file = File.Create(image))
        {
            file.SetLength(64 << 20);
        }

        var made = SmallMount.Run("mkfs.ext4", "-q", "-F", image);
        made = made.Length == 0 ? SmallMount.Run("mount", "-o", "loop", image, mount) : made;
        if (made.Length > 0)
        {
            Assert.Skip($"no ext4 can be mounted here: {made}");
        }

        try
        {
            var lines = new List<string>();
            for (var cut = 0; cut < 4; cut++)
            {
                await WorkAndCutAsync(mount, image, lines, cut);
            }
        }
        finally
        {
            SmallMount.Unmount(mount);
        }
    }

    /// <summary>Works on the disk, copies its image in the middle of it, and looks at the copy.</summary>
    private async Task WorkAndCutAsync(string mount, string image, List<string> lines, int cut)
    {
        using var child = Process.Start(
            new ProcessStartInfo(AppendingChild.Executable, [WholeStoreChild.Verb, mount, "1000"]) { RedirectStandardOutput = true })!;
        for (var read = 0; read < 30 + (cut * 23) && await child.StandardOutput.ReadLineAsync(Ct) is { } line; read++)
        {
            lines.Add(line);
        }

        // Nothing may write while it is copied, or the copy would be of no one moment; what only the cache holds is not in it.
        child.Kill();
        await child.WaitForExitAsync(Ct);
        var copy = _folder.At($"cut{cut}.img");
        Assert.Equal("", SmallMount.Run("cp", "--sparse=always", image, copy));
        while (await child.StandardOutput.ReadLineAsync(Ct) is { } line)
        {
            lines.Add(line);
        }

        var after = Directory.CreateDirectory(_folder.At($"after{cut}")).FullName;
        Assert.Equal("", SmallMount.Run("mount", "-o", "loop", copy, after));
        try
        {
            await CheckAsync(after, lines);
        }
        finally
        {
            SmallMount.Unmount(after);
            File.Delete(copy);
        }
    }

    private static async Task CheckAsync(string folder, List<string> lines)
    {
        await using var journal = await WholeStoreChild.OpenAsync(folder, WholeStoreChild.Both, 7);
        var there = (await JournalFixture.FactsAsync(journal)).Select(f => (f.Id.Epoch, f.Id.Sequence)).ToHashSet();
        foreach (var line in lines.Select(l => l.Split(' ')).Where(l => l[0] == "acknowledged"))
        {
            var name = (ulong.Parse(line[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), Sequence: ulong.Parse(line[2], CultureInfo.InvariantCulture));
            Assert.True(name.Sequence % 3 == 0 || there.Contains(name), $"{name} was acknowledged and is not there");
        }

        Assert.Empty(journal.Report.Holes);
        using var blobs = WholeStoreChild.OpenBlobs(folder, WholeStoreChild.Both, 9);
        Assert.Empty((await blobs.VerifyAsync(Ct)).Damaged);
        foreach (var line in lines.Where(l => l.StartsWith("blob ", StringComparison.Ordinal)))
        {
            Assert.True(BlobId.TryParse(line[5..], out var id) && blobs.Contains(id), $"{line} is not there");
        }
    }
}
