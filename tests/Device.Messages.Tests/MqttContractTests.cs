namespace Device.Messages.Tests;

/// <summary>What machines in the field rely on: a change here is a change of the contract.</summary>
public sealed class MqttContractTests
{
    [Fact]
    public void The_contract_of_version_1_stays_as_it_is()
    {
        Assert.Equal((1, "v"), (MqttContract.Version, MqttContract.VersionProperty));
        Assert.Equal(131_072, MqttContract.MaxPayloadBytes);
        Assert.Equal(("application/json", "application/vnd.device.facts"), (MqttContract.Json, MqttContract.Facts));
        Assert.Equal("application/vnd.device.blob", MqttContract.Blob);
        Assert.Equal((1_024, 256, 1_024, 256), (ChangesCodec.MaxFacts, AckMessage.MaxHoles, AckMessage.MaxStored, WithheldMessage.MaxRanges));
        Assert.Equal((1L << 36, 1_048_576, 256, 18), (BlobCodec.MaxLength, BlobCodec.MaxWanted, BlobCodec.MinChunk, BlobCodec.ChunkOverhead));
        Assert.Equal([0, 1, 2, 3, 4], Enum.GetValues<BlobStage>().Select(s => (int)s));
    }

    [Fact]
    public void The_documentation_names_the_contracts_numbers()
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "mqtt.md"));
        foreach (var value in new[]
        {
            "131,072 bytes", "1,024 facts", "256 holes", "1,048,576", "2^36",
            MqttContract.Json, MqttContract.Facts, MqttContract.Progress, MqttContract.Horizon, MqttContract.Blob,
        })
        {
            Assert.Contains(value, text, StringComparison.Ordinal);
        }
    }
}
