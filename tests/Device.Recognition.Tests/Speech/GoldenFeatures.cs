using System.Runtime.InteropServices;

namespace Device.Recognition.Tests.Speech;

/// <summary>The golden file that <c>tools/train/speech/golden.py</c> writes.</summary>
internal sealed record GoldenFeatures(float[] Samples, float[] Mel, float[] Track, float[] Tone)
{
    public static GoldenFeatures Read()
    {
        var path = RepositoryFile.Find("tests", "Device.Recognition.Tests", "golden", "speech-features.bin");
        Assert.SkipWhen(path is null, "the golden file is not above the test's folder");
        using var reader = new BinaryReader(File.OpenRead(path!));
        float[] Block(int width) => MemoryMarshal.Cast<byte, float>(reader.ReadBytes(reader.ReadInt32() * width * sizeof(float))).ToArray();
        return new GoldenFeatures(Block(1), Block(48), Block(3), Block(1));
    }
}
