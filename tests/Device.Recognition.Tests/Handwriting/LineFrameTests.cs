using Device.Core.Ink;
using Device.Recognition.Handwriting;

namespace Device.Recognition.Tests.Handwriting;

public sealed class LineFrameTests
{
    [Fact]
    public void A_frame_fitted_to_letters_finds_their_baseline_slope_and_height()
    {
        string[] word = ["h", "o", "p", "e", "d"];
        const float Base = 100, Slope = 0.1f, Height = 40;
        var letters = word.Select((w, i) =>
        {
            var shape = CharacterShape.Of(w);
            float x = 40 * i, line = Base + (Slope * (x + 10));
            return (new InkBounds(x, line - (shape.Top * Height), x + 20, line - (shape.Bottom * Height)), shape);
        }).ToArray();
        var fitted = new LineFrame(110, 0, 30).Fit(letters);
        Assert.Equal(Base, fitted.Base, 0f + 4);
        Assert.Equal(Slope, fitted.Slope, 0.03f);
        Assert.Equal(Height, fitted.Height, 4f);
    }

    [Fact]
    public void Dots_of_no_size_leave_the_frame_near_what_it_was()
    {
        var frame = new LineFrame(10, 0, 5);
        var fitted = frame.Fit([(new InkBounds(0, 10, 0, 10), CharacterShape.Of("."))]);
        Assert.Equal(frame.Height, fitted.Height, 1f);
        Assert.Equal(frame.Base, fitted.Base, 1f);
    }
}
