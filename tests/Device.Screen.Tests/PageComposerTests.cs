using System.Collections.Immutable;
using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Core.Screen;
using Device.Screen.Drawing;
using Device.Screen.Frames;
using Device.Screen.Layout;
using Device.Screen.Model;

namespace Device.Screen.Tests;

public sealed class PageComposerTests
{
    private static readonly ScreenLayout Layout = new(Samples.Notebook);

    private readonly GreyFrame _frame = new(1404, 1872);

    [Theory]
    [InlineData(PageTemplate.Lined, "lined.png")]
    [InlineData(PageTemplate.Grid, "grid.png")]
    [InlineData(PageTemplate.Mizi, "mizi.png")]
    [InlineData(PageTemplate.Blank, "ink.png")]
    public void Paper_and_ink_look_as_they_did(PageTemplate template, string golden)
    {
        var layout = new ScreenLayout(Samples.Small);
        using var composer = new PageComposer(layout, null, ScreenWords.English);
        var frame = new GreyFrame(404, 300);
        var wave = new Stroke([.. Enumerable.Range(0, 60).Select(i => new InkPoint(12 + i, 30 + (8 * MathF.Sin(i / 6f)), i * 5, i / 59f))], PenTool.Tip, 2);
        composer.Compose(new ScreenModel(Samples.Page(layout, [wave, Samples.Line(20, 50, 20, 50, 1, 4), Samples.Line(30, 45, 60, 60)], template), null, StatusBar.Empty), frame);
        Golden.Matches(frame, golden);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(16)]
    public void Only_greys_that_the_panel_has_are_used(int levels)
    {
        var layout = new ScreenLayout(Samples.Notebook with { GreyLevels = levels });
        using var fonts = Fonts.LoadOrSkip();
        using var composer = new PageComposer(layout, fonts, ScreenWords.Chinese);
        composer.Compose(Full(layout), _frame);
        Assert.All(Enumerable.Range(0, 256).Where(g => _frame.Pixels.Contains((byte)g)), g => Assert.Equal(0, g % (255 / (levels - 1))));
    }

    [Fact]
    public void A_panel_too_small_for_a_page_shows_what_was_read_last_or_the_answer()
    {
        var layout = new ScreenLayout(new PanelCapabilities(296, 128, 112, 2, true));
        Assert.True(layout.IsCompanion);
        using var fonts = Fonts.LoadOrSkip();
        using var composer = new PageComposer(layout, fonts, ScreenWords.Chinese);
        var frame = new GreyFrame(296, 128);
        var page = Samples.Page(layout, [Samples.Line(10, 5, 20, 5)]) with
        {
            Readings = [.. new[] { "第一行写得很长，所以要换行才能看完", "明天上午九点开会", "别忘了带报告" }.Select(t => new Reading(t, new InkBounds(1, 1, 2, 2)))],
        };
        composer.Compose(new ScreenModel(page, null, new StatusBar("", 1, 3, SyncState.Synced)), frame);
        Golden.Matches(frame, "companion.png");
        composer.Compose(new ScreenModel(page, new AnswerCard("?", "天空是蓝色的，因为大气散射蓝光较多。"), StatusBar.Empty), frame);
        Golden.Matches(frame, "companion-answer.png");
    }

    [Fact]
    public void More_pressure_makes_a_wider_line()
    {
        using var composer = new PageComposer(Layout, null, ScreenWords.English);
        int Ink(float pressure)
        {
            composer.Compose(Samples.Screen(Layout, Samples.Line(20, 50, 90, 50, pressure)), _frame);
            return _frame.Pixels.ToArray().Count(p => p < 128);
        }

        Assert.True(Ink(0.1f) < Ink(0.5f) && Ink(0.5f) < Ink(1f));
        Assert.Equal(Ink(0.5f), Ink(float.NaN));
    }

    [Fact]
    public void Ink_stays_on_the_page_even_where_it_was_written_beyond_its_edge()
    {
        using var composer = new PageComposer(Layout, null, ScreenWords.English);
        composer.Compose(Samples.Screen(Layout, Samples.Line(-500, -500, 500, 500, 1, 20)), _frame);
        for (var y = 0; y < _frame.Height; y++)
        {
            var row = _frame.Row(y);
            var outside = y < Layout.Page.Y ? row : row[Layout.Page.Right..];
            Assert.Equal(-1, outside.IndexOfAnyExcept((byte)255));
        }
    }

    [Fact]
    public void A_stroke_of_the_eraser_is_no_ink()
    {
        using var composer = new PageComposer(Layout, null, ScreenWords.English);
        composer.Compose(Samples.Screen(Layout, new Stroke([new InkPoint(50, 50, 0, 1)], PenTool.Eraser)), _frame);
        Assert.Equal(-1, _frame.Pixels.IndexOfAnyExcept((byte)255));
    }

    [Fact]
    public void Readings_stand_beside_their_ink_and_never_on_the_page()
    {
        using var fonts = Fonts.LoadOrSkip();
        using var composer = new PageComposer(Layout, fonts, ScreenWords.Chinese);
        var page = Samples.Page(Layout, []);
        var without = new GreyFrame(1404, 1872);
        composer.Compose(new ScreenModel(page, null, StatusBar.Empty), without);
        var composed = composer.Compose(
            new ScreenModel(page with { Readings = [new("今天学习电子墨水", new InkBounds(10, 80, 90, 90))] }, null, StatusBar.Empty), _frame);
        var changed = Changed(without, _frame);
        Assert.Equal(0, composed.ReadingsLeftOut);
        Assert.Equal(changed, changed.Intersect(Layout.Readings));
        var ink = Layout.MapPage(page.Width, page.Height).ToPixels(10, 85).Y;
        Assert.InRange(changed.Y + (changed.Height / 2), ink - 30, ink + 30);
    }

    [Fact]
    public void Readings_that_are_too_many_for_the_strip_are_counted_and_the_others_do_not_overlap()
    {
        using var fonts = Fonts.LoadOrSkip();
        using var composer = new PageComposer(Layout, fonts, ScreenWords.Chinese);
        var readings = Enumerable.Range(0, 100).Select(i => new Reading($"第{i}行，读得很长很长很长很长", new InkBounds(10, 190, 90, 195)));
        var composed = composer.Compose(
            new ScreenModel(Samples.Page(Layout, []) with { Readings = [.. readings] }, null, StatusBar.Empty), _frame);
        Assert.InRange(composed.ReadingsLeftOut, 50, 95);
    }

    [Theory]
    [InlineData("短", 0)]
    [InlineData("长", 400)]
    public void The_answer_card_covers_what_it_says_it_covers_and_no_more(string answer, int more)
    {
        using var fonts = Fonts.LoadOrSkip();
        using var composer = new PageComposer(Layout, fonts, ScreenWords.Chinese);
        var model = new ScreenModel(Samples.Page(Layout, [Samples.Line(5, 5, 118, 195)], PageTemplate.Grid), null, StatusBar.Empty);
        var without = new GreyFrame(1404, 1872);
        composer.Compose(model, without);
        var composed = composer.Compose(model with { Answer = new AnswerCard("什么？", answer + new string('长', more), "想", "", true) }, _frame);
        var changed = Changed(without, _frame);
        Assert.Equal(changed, changed.Intersect(composed.AnswerCard));
        Assert.Equal(composed.AnswerCard, composed.AnswerCard.Intersect(Layout.AnswerArea));
        Assert.Equal(Layout.Panel.Height, composed.AnswerCard.Bottom);
        Assert.Equal(more > 0 ? composed.AnswerPages : 1, composed.AnswerPages);
    }

    [Fact]
    public void A_long_answer_can_be_paged_through_and_every_page_is_different()
    {
        using var fonts = Fonts.LoadOrSkip();
        using var composer = new PageComposer(Layout, fonts, ScreenWords.Chinese);
        var card = new AnswerCard("什么？", string.Concat(Enumerable.Range(0, 400).Select(i => $"{i}、")));
        var model = new ScreenModel(null, card, StatusBar.Empty);
        var pages = composer.Compose(model, _frame).AnswerPages;
        Assert.InRange(pages, 3, 20);
        var seen = Enumerable.Range(0, pages).Select(page =>
        {
            Assert.Equal(page, composer.Compose(model with { Answer = card with { Page = page } }, _frame).AnswerPage);
            return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(_frame.Pixels));
        });
        Assert.Equal(pages, seen.Distinct().Count());
        Assert.Equal(pages - 1, composer.Compose(model with { Answer = card with { Page = int.MaxValue } }, _frame).AnswerPage);
    }

    [Fact]
    public void A_card_shows_something_in_every_state_of_an_answer()
    {
        using var fonts = Fonts.LoadOrSkip();
        using var composer = new PageComposer(Layout, fonts, ScreenWords.Chinese);
        AnswerCard[] states =
        [
            new("问", ""), new("问", "", "想"), new("问", "答一半"), new("问", "答一半", "想"), new("问", "答完了", "想", "", true),
            new("问", "", "", "没有网络", true), new("问", "答一半", "想", "断了", true), new("", "", "", "", true),
        ];
        var pictures = states.Select(state =>
        {
            composer.Compose(new ScreenModel(null, state, StatusBar.Empty), _frame);
            return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(_frame.Pixels));
        });
        Assert.Equal(states.Length, pictures.Distinct().Count());
    }

    [Theory]
    [InlineData(SyncState.Synced)]
    [InlineData(SyncState.Sending)]
    [InlineData(SyncState.Offline)]
    [InlineData(SyncState.Failed)]
    public void The_status_bar_keeps_to_its_line_however_long_the_title(SyncState sync)
    {
        using var fonts = Fonts.LoadOrSkip();
        using var composer = new PageComposer(Layout, fonts, ScreenWords.English);
        composer.Compose(new ScreenModel(null, null, new StatusBar(new string('题', 300), 3, 12, sync, 5, new TimeOnly(9, 41))), _frame);
        var blank = new GreyFrame(1404, 1872);
        var changed = Changed(blank, _frame);
        Assert.Equal(changed, changed.Intersect(Layout.StatusBar));
    }

    [Theory]
    [InlineData("status-battery.png", 73, false, false)]
    [InlineData("status-charging.png", 100, true, false)]
    [InlineData("status-low.png", 9, false, true)]
    public void The_status_bar_shows_the_battery(string golden, int percent, bool isCharging, bool isLow)
    {
        using var fonts = Fonts.LoadOrSkip();
        using var composer = new PageComposer(Layout, fonts, ScreenWords.English);
        var status = new StatusBar("Notes", 1, 3, SyncState.Synced, 0, new TimeOnly(9, 41), new BatteryGlyph(percent, isCharging, isLow));
        composer.Compose(new ScreenModel(null, null, status), _frame);
        var changed = Changed(new GreyFrame(1404, 1872), _frame);
        Assert.Equal(changed, changed.Intersect(Layout.StatusBar));
        var line = new GreyFrame(1404, Layout.StatusBar.Height);
        _frame.Pixels[..line.Pixels.Length].CopyTo(line.Pixels);
        Golden.Matches(line, golden);
    }

    [Fact]
    public void A_muted_microphone_has_a_sign_in_the_status_bar()
    {
        using var fonts = Fonts.LoadOrSkip();
        using var composer = new PageComposer(Layout, fonts, ScreenWords.English);
        var (muted, heard) = (new GreyFrame(1404, 1872), new GreyFrame(1404, 1872));
        var status = new StatusBar("Notes", 1, 3, SyncState.Synced, Battery: new BatteryGlyph(73, false, false), IsMuted: true);
        composer.Compose(new ScreenModel(null, null, status), _frame);
        var line = new GreyFrame(1404, Layout.StatusBar.Height);
        _frame.Pixels[..line.Pixels.Length].CopyTo(line.Pixels);
        Golden.Matches(line, "status-muted.png");
        composer.Compose(new ScreenModel(null, null, StatusBar.Empty with { IsMuted = true }), muted);
        composer.Compose(new ScreenModel(null, null, StatusBar.Empty), heard);
        var changed = Changed(heard, muted);
        Assert.Equal(changed, changed.Intersect(Layout.StatusBar));
        Assert.InRange(changed.Width / Layout.Panel.PixelsPerMillimetre, 2.5f, 4);
        Assert.InRange(changed.Height / Layout.Panel.PixelsPerMillimetre, 3, 5);
    }

    [Theory]
    [InlineData(ScreenNotice.Asleep)]
    [InlineData(ScreenNotice.Charge)]
    [InlineData(ScreenNotice.Off)]
    public void A_notice_stands_alone_in_the_middle_of_a_white_panel(ScreenNotice notice)
    {
        using var fonts = Fonts.LoadOrSkip();
        using var composer = new PageComposer(Layout, fonts, ScreenWords.Chinese);
        composer.Compose(Full(Layout) with { Notice = notice }, _frame);
        var changed = Changed(new GreyFrame(1404, 1872), _frame);
        Assert.InRange(changed.X + (changed.Width / 2), 690, 714);
        Assert.InRange(changed.Y + (changed.Height / 2), 900, 972);
        Assert.InRange(changed.Height, 20, 120);
    }

    [Fact]
    public void The_same_model_gives_the_same_pixels_whatever_was_drawn_before()
    {
        using var fonts = Fonts.LoadOrSkip();
        using var composer = new PageComposer(Layout, fonts, ScreenWords.Chinese);
        var model = Full(Layout);
        composer.Compose(model, _frame);
        var first = _frame.Pixels.ToArray();
        for (var i = 0; i < 300; i++)
        {
            composer.Compose(new ScreenModel(null, null, new StatusBar($"题 {i}", i, 400, SyncState.Off)), _frame);
        }

        composer.Compose(model, _frame);
        Assert.True(_frame.Pixels.SequenceEqual(first));
    }

    [Fact]
    public void A_frame_of_another_size_is_refused()
    {
        using var composer = new PageComposer(Layout, null, ScreenWords.English);
        Assert.Throws<ArgumentException>(() => composer.Compose(ScreenModel.Empty, new GreyFrame(10, 10)));
    }

    [Fact]
    public void A_frame_survives_the_way_through_a_PNG_file()
    {
        var frame = new GreyFrame(61, 33);
        for (var i = 0; i < frame.Pixels.Length; i++)
        {
            frame.Pixels[i] = (byte)(i * 7);
        }

        Assert.True(GreyImage.DecodePng(GreyImage.EncodePng(frame)).Pixels.SequenceEqual(frame.Pixels));
        Assert.Throws<InvalidDataException>(() => GreyImage.DecodePng([1, 2, 3]));
    }

    private static ScreenModel Full(ScreenLayout layout) => new(
        Samples.Page(layout, [Samples.Line(10, 10, 100, 60)], PageTemplate.Grid) with { Readings = [new("读", new InkBounds(10, 10, 100, 60))] },
        new AnswerCard("问？", "答。", "想", "", true),
        new StatusBar("笔记", 1, 3, SyncState.Offline, 2, new TimeOnly(8, 5)));

    private static PixelRect Changed(GreyFrame a, GreyFrame b)
    {
        var box = default(PixelRect);
        for (var y = 0; y < a.Height; y++)
        {
            for (var x = 0; x < a.Width; x++)
            {
                if (a.Row(y)[x] != b.Row(y)[x])
                {
                    box = box.Union(new PixelRect(x, y, 1, 1));
                }
            }
        }

        return box;
    }
}
