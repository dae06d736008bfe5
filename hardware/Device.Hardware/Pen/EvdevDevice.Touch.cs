using Device.Hardware.Touch;

namespace Device.Hardware.Pen;

internal sealed partial class EvdevDevice
{
    /// <summary>Whether it feels several fingers in slots (multitouch protocol B) and is no pen.</summary>
    public bool IsTouch => HasCode(EvdevCode.Abs, EvdevCode.MtSlot) && HasCode(EvdevCode.Abs, EvdevCode.MtX) && !IsPen;

    /// <summary>Opens the first device that feels fingers.</summary>
    /// <exception cref="IOException">There is none, or none that may be opened.</exception>
    public static EvdevDevice OpenFirstTouch() => OpenFirst("touch glass", d => d.IsTouch);

    /// <summary>What the glass can report.</summary>
    /// <exception cref="IOException">It has no slots, or no positions in them.</exception>
    public TouchRanges ReadTouchRanges()
    {
        var (x, y, slots) = (ReadRange(EvdevCode.MtX), ReadRange(EvdevCode.MtY), ReadRange(EvdevCode.MtSlot));
        return HasCode(EvdevCode.Abs, EvdevCode.MtSlot) && x.IsPresent && y.IsPresent
            ? new TouchRanges(x, y, ReadRange(EvdevCode.MtMajor), ReadRange(EvdevCode.MtMinor), slots.Maximum + 1)
            : throw new IOException($"{Path} has no positions of fingers in slots (multitouch protocol B): it is no touch glass that can be read.");
    }

    /// <summary>What lies on the glass now, slot by slot.</summary>
    /// <param name="state">Receives as many slots as it has room for.</param>
    /// <returns>The slot that events without a slot mean.</returns>
    public int ReadTouchState(Span<TouchSlot> state)
    {
        Span<int> words = stackalloc int[1 + state.Length];
        var bytes = words.Length * sizeof(int);
        for (var i = 0; i < state.Length; i++)
        {
            state[i] = TouchSlot.Empty;
        }

        foreach (var axis in (ReadOnlySpan<ushort>)[EvdevCode.MtTrackingId, EvdevCode.MtX, EvdevCode.MtY, EvdevCode.MtMajor, EvdevCode.MtMinor, EvdevCode.MtTool])
        {
            words.Clear();
            words[0] = axis;
            if (EvdevNative.IoctlWords(File, EvdevNative.GetSlots(bytes), ref words[0]) < 0)
            {
                continue;
            }

            for (var i = 0; i < state.Length; i++)
            {
                state[i] = state[i].With(axis, words[i + 1]);
            }
        }

        return ReadAxis(EvdevCode.MtSlot).Value;
    }
}
