using CsCheck;
using Device.Link;

namespace Device.Firmware.Tests.Link;

public sealed class FrameTests
{
    [Fact]
    public void A_frame_arrives_as_it_was_sent()
    {
        FrameGen.Frame.Sample(sent =>
        {
            var wire = FrameGen.Encode(sent);
            var received = FrameGen.Decode(new FrameDecoder(), wire);
            return wire.Length <= FrameLayout.MaxOnWire && received.Count == 1 && FrameGen.Same(sent, received[0]);
        });
    }

    [Fact]
    public void Noise_between_frames_never_costs_the_frame_after_it()
    {
        Gen.Select(FrameGen.Frame, FrameGen.Noise).Array[1, 6].Sample(parts =>
        {
            var wire = parts.SelectMany(part => part.Item2.Concat(FrameGen.Encode(part.Item1)));
            var received = FrameGen.Decode(new FrameDecoder(), wire);

            // Noise may by chance hold an intact frame of its own, so the sent ones are looked for in order.
            var found = 0;
            foreach (var frame in received)
            {
                if (found < parts.Length && FrameGen.Same(frame, parts[found].Item1))
                {
                    found++;
                }
            }

            return found == parts.Length;
        });
    }

    [Fact]
    public void A_frame_cut_short_costs_only_itself()
    {
        Gen.Select(FrameGen.Frame, FrameGen.Frame, Gen.Int[2, 250]).Sample((broken, good, keep) =>
        {
            var cut = FrameGen.Encode(broken);
            cut = cut[..Math.Min(keep, cut.Length - 2)];
            var decoder = new FrameDecoder();
            var received = FrameGen.Decode(decoder, cut.Concat(FrameGen.Encode(good)));
            return FrameGen.Same(received[^1], good) && received.Count + decoder.Counters.Refused == 2;
        });
    }

    [Fact]
    public void A_byte_changed_on_the_way_is_always_noticed()
    {
        Gen.Select(FrameGen.Frame, Gen.Int[0, 250], Gen.Byte[1, 255]).Sample((sent, pick, change) =>
        {
            var wire = FrameGen.Encode(sent);
            var data = DataPositions(wire);
            var at = data[pick % data.Count];
            wire[at] = (byte)(wire[at] ^ change) == 0 ? (byte)~change : (byte)(wire[at] ^ change);
            var decoder = new FrameDecoder();
            FrameGen.Decode(decoder, wire);
            return decoder.Counters.Received == 0 && decoder.Counters.BadChecksum == 1;
        });
    }

    [Fact]
    public void Random_bytes_never_throw_and_are_all_accounted_for()
    {
        FrameGen.Noise.Sample(noise =>
        {
            var decoder = new FrameDecoder();
            var received = FrameGen.Decode(decoder, noise);
            var stretches = 0;
            for (var i = 1; i < noise.Length; i++)
            {
                stretches += noise[i] == 0 && noise[i - 1] != 0 ? 1 : 0;
            }

            return received.Count == decoder.Counters.Received
                && decoder.Counters.Received + decoder.Counters.Refused == stretches;
        });
    }

    [Fact]
    public void A_line_that_never_sends_a_zero_takes_no_memory()
    {
        var decoder = new FrameDecoder();
        decoder.Push(1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000_000; i++)
        {
            decoder.Push(0xA5);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        decoder.Push(0);
        Assert.Equal(1, decoder.Counters.Overlong);
    }

    [Fact]
    public void The_longest_frame_fits_and_a_longer_payload_is_refused_where_it_is_made()
    {
        var longest = new Frame(FrameKind.Response, 1, 2, 0, new byte[FrameLayout.MaxPayload], false, false);
        Assert.Equal(FrameLayout.MaxOnWire, FrameGen.Encode(new Frame(FrameKind.Response, 1, 0x0202, 1, [.. Enumerable.Repeat((byte)7, 240)], false, false)).Length);
        Assert.True(FrameGen.Same(longest, Assert.Single(FrameGen.Decode(new FrameDecoder(), FrameGen.Encode(longest)))));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Frame(FrameKind.Response, 1, 2, 0, new byte[241], false, false));
    }

    [Theory]
    [InlineData(2, 0x01, nameof(LinkCounters.WrongVersion))]
    [InlineData(1, 0x00, nameof(LinkCounters.BadFlags))]
    [InlineData(1, 0x11, nameof(LinkCounters.BadFlags))]
    public void An_intact_frame_of_another_kind_or_version_is_refused_and_counted_apart(byte version, byte flags, string counter)
    {
        byte[] frame = [version, flags, 5, 0x02, 0x00, 1, 0, 0];
        ByteOrder.WriteUInt16(frame, 6, Crc16.Compute(frame, 0, 6));
        var stuffed = new byte[Cobs.MaxEncodedLength(frame.Length)];
        var length = Cobs.Encode(frame, 0, frame.Length, stuffed, 0);
        var decoder = new FrameDecoder();

        Assert.Empty(FrameGen.Decode(decoder, stuffed[..length].Append((byte)0)));
        Assert.Equal(1L, typeof(LinkCounters).GetProperty(counter)!.GetValue(decoder.Counters));
        Assert.Equal(1, decoder.Counters.Refused);
    }

    /// <summary>Where the wire holds data: not the delimiters and not the stuffing's code bytes, whose change moves everything behind it.</summary>
    private static List<int> DataPositions(byte[] wire)
    {
        var positions = new List<int>();
        for (var code = 1; code < wire.Length - 1; code += wire[code])
        {
            positions.AddRange(Enumerable.Range(code + 1, wire[code] - 1));
        }

        return positions;
    }
}
