using CsCheck;
using Device.Core.Notebook;
using Device.Core.Tests;

namespace Device.Messages.Tests;

public sealed class ProgressCodecTests
{
    private static readonly DeviceId Desk = DeviceId.Parse("school/desk-1");

    private static readonly VersionVector Seen = VersionVector.Of(
        Enumerable.Range(1, 60).Where(i => i is <= 41 or >= 50).Select(i => new FactId(Desk, 0x0123456789abcdef, (ulong)i)));

    private static readonly Gen<MachineProgress> Progress = Gen.Select(AnyFact.Device, AnyFact.Fact.Array[0, 12], Gen.ULong[0, Hlc.MaxValue.Value]).Select(
        (device, facts, time) => new MachineProgress(device, VersionVector.Of(facts.Select(f => f.Id)), new Hlc(time)));

    [Fact]
    public void A_progress_is_written_and_read_as_in_version_1()
    {
        var progress = new MachineProgress(Desk, Seen, new Hlc(7));
        Assert.Equal(Golden("progress"), Convert.ToHexStringLower(ProgressCodec.Write(progress)));
        Assert.Equal(progress, ProgressCodec.Read(Convert.FromHexString(Golden("progress"))));
    }

    [Fact]
    public void A_horizon_is_written_and_read_as_in_version_1()
    {
        var horizon = TombstoneHorizon.Of([new MachineProgress(Desk, Seen, new Hlc(7))]);
        Assert.Equal(Golden("horizon"), Convert.ToHexStringLower(HorizonCodec.Write(horizon)));
        var read = HorizonCodec.Read(Convert.FromHexString(Golden("horizon")));
        Assert.Equal((horizon.Seen, horizon.Time), (read.Seen, read.Time));
    }

    [Fact]
    public void Both_read_back_as_they_were_written() => Progress.Array[1, 3].Sample(
        machines =>
        {
            Assert.All(machines, m => Assert.Equal(m, ProgressCodec.Read(ProgressCodec.Write(m))));
            var horizon = TombstoneHorizon.Of(machines);
            var read = HorizonCodec.Read(HorizonCodec.Write(horizon));
            Assert.Equal((horizon.Seen, horizon.Time), (read.Seen, read.Time));
        },
        iter: 1000);

    [Fact]
    public void A_horizon_over_the_limits_says_less_and_no_time()
    {
        var facts = Enumerable.Range(0, FactLimits.VectorRanges + 1).Select(i => new FactId(Desk, 1, (2 * (ulong)i) + 1));
        var horizon = HorizonCodec.Read(HorizonCodec.Write(TombstoneHorizon.Of([new MachineProgress(Desk, VersionVector.Of(facts), new Hlc(7))])));
        Assert.Equal((0UL, FactLimits.VectorRanges), (horizon.Time.Value, horizon.Seen.Epochs.Single().Spans.Length));
    }

    [Fact]
    public void Damaged_payloads_are_a_message_or_a_format_error() => Gen.Select(Progress, Gen.Select(Gen.Int[0, 2], Gen.Int.NonNegative, Gen.Byte).Array[1, 3]).Sample(
        (progress, damages) =>
        {
            foreach (var written in new[] { ProgressCodec.Write(progress), HorizonCodec.Write(TombstoneHorizon.Of([progress])) })
            {
                var payload = written.ToList();
                foreach (var (how, where, value) in damages.Where(_ => payload.Count > 0))
                {
                    var at = where % payload.Count;
                    switch (how)
                    {
                        case 0: payload[at] = value; break;
                        case 1: payload.Insert(at, value); break;
                        default: payload.RemoveAt(at); break;
                    }
                }

                AssertSafe([.. payload]);
            }
        },
        iter: 5000);

    [Fact]
    public void Random_bytes_are_a_message_or_a_format_error() => Gen.Byte.Array[0, 200].Select(b => (byte[])[1, .. b]).Sample(AssertSafe, iter: 5000);

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 1 })]
    [InlineData(new byte[] { 2, 1, 0 })]
    public void A_payload_of_another_format_is_refused(byte[] payload)
    {
        Assert.Equal("payload", Assert.Throws<MessageFormatException>(() => ProgressCodec.Read(payload)).Field);
        Assert.Equal("payload", Assert.Throws<MessageFormatException>(() => HorizonCodec.Read(payload)).Field);
    }

    private static void AssertSafe(byte[] payload)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Safe(() => ProgressCodec.Write(ProgressCodec.Read(payload)));
        Safe(() => HorizonCodec.Write(HorizonCodec.Read(payload)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (128 * 1024) + (payload.Length * 1024));

        void Safe(Func<byte[]> readAndWrite)
        {
            try
            {
                Assert.Equal(payload, readAndWrite());
            }
            catch (MessageFormatException e)
            {
                Assert.Equal("payload", e.Field);
            }
        }
    }

    private static string Golden(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", $"{name}-v1.hex")).Trim();
}
