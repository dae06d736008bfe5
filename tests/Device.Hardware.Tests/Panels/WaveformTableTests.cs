using CsCheck;
using Device.Core.Screen;
using Device.Hardware.Panels;

namespace Device.Hardware.Tests.Panels;

public sealed class WaveformTableTests
{
    [Fact]
    public void Every_intent_works_on_a_controller_that_has_only_GC16()
    {
        var table = new WaveformTable(new WaveformNumbers { Gc16 = 2 });
        Assert.All(Enum.GetValues<RefreshIntent>(), i => Assert.Equal(new WaveformChoice(Waveform.Gc16, 2), table.Choose(i)));
        Assert.False(table.HasInit);
    }

    [Theory]
    [InlineData(Waveform.A2, Waveform.Du)]
    [InlineData(Waveform.Du4, Waveform.Gl16)]
    [InlineData(Waveform.Glr16, Waveform.Gl16)]
    [InlineData(Waveform.Gld16, Waveform.Gl16)]
    [InlineData(Waveform.Init, Waveform.Gc16)]
    public void What_is_lacking_is_replaced_by_the_next_stronger_one(Waveform wanted, Waveform got)
    {
        var table = new WaveformTable(new WaveformNumbers { Du = 1, Gc16 = 2, Gl16 = 3 });
        Assert.Equal(got, table.Resolve(wanted).Waveform);
    }

    [Fact]
    public void Any_valid_table_gives_every_intent_a_number_that_the_controller_has()
    {
        Gen.Select(Gen.Int[0, 20].Array[8], Gen.Int[0, 255]).Sample((numbers, present) =>
        {
            int? At(Waveform w) => (present & (1 << (int)w)) != 0 ? numbers[(int)w] : null;
            var all = new WaveformNumbers
            {
                Init = At(Waveform.Init),
                Du = At(Waveform.Du),
                A2 = At(Waveform.A2),
                Du4 = At(Waveform.Du4),
                Gl16 = At(Waveform.Gl16),
                Glr16 = At(Waveform.Glr16),
                Gld16 = At(Waveform.Gld16),
                Gc16 = At(Waveform.Gc16),
            };
            if (all.Validate().Count > 0)
            {
                Assert.Throws<ArgumentException>(() => new WaveformTable(all));
                return;
            }

            var table = new WaveformTable(all, new IntentWaveforms { Pen = Waveform.A2, Text = Waveform.Gld16 });
            foreach (var intent in Enum.GetValues<RefreshIntent>())
            {
                var choice = table.Choose(intent);
                Assert.Equal(choice.Number, all[choice.Waveform]);
            }
        });
    }

    [Theory]
    [InlineData(Waveform.Du)]
    [InlineData(Waveform.Init)]
    [InlineData((Waveform)99)]
    public void Text_cannot_be_shown_with_a_waveform_that_has_no_greys(Waveform waveform)
    {
        var error = Assert.Throws<ArgumentException>(() => new WaveformTable(new WaveformNumbers { Gc16 = 2 }, new IntentWaveforms { Text = waveform }));
        Assert.Contains($"text: '{waveform}' found", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Vendor_tables_are_valid_and_hold_the_published_numbers()
    {
        Assert.All(Device.Hardware.Panels.Framebuffer.MxcfbTable.Known.Values, t => Assert.Empty(t.Waveforms.Validate()));
        Assert.All(Device.Hardware.Panels.RockchipEbc.EbcTable.Known.Values, t => Assert.Empty(t.Modes.Validate()));
        Assert.All(
            Device.Hardware.Panels.Framebuffer.MxcfbTable.Known.Values, t => Assert.Equal((0, 1, 2), (t.Waveforms.Init, t.Waveforms.Du, t.Waveforms.Gc16)));
        var kobo = Device.Hardware.Panels.Framebuffer.MxcfbTable.Known["kobo"].Waveforms;
        Assert.Equal((4, 5, 6, 7), (kobo.A2, kobo.Gl16, kobo.Glr16, kobo.Gld16));
        var kindle = Device.Hardware.Panels.Framebuffer.MxcfbTable.Known["kindle"].Waveforms;
        Assert.Equal((4, 5, 7, 8, 9), (kindle.A2, kindle.Gl16, kindle.Du4, kindle.Glr16, kindle.Gld16));
    }
}
