using Device.Core.Ink;
using Device.Recognition.Handwriting;

namespace Device.Recognition.Tests.Handwriting;

public sealed class ScriptClassesTests
{
    [Theory]
    [InlineData("永", InkScript.Han)]
    [InlineData("〇", InkScript.Han)]
    [InlineData("g", InkScript.Latin, InkScript.Mathematics)]
    [InlineData("Z", InkScript.Latin, InkScript.Mathematics)]
    [InlineData("π", InkScript.Greek, InkScript.Mathematics)]
    [InlineData("Σ", InkScript.Greek, InkScript.Mathematics)]
    [InlineData("7", InkScript.Digits, InkScript.Mathematics)]
    [InlineData("×", InkScript.Mathematics)]
    [InlineData("≤", InkScript.Mathematics)]
    [InlineData("（", InkScript.Mathematics)]
    [InlineData("∫", InkScript.Mathematics)]
    [InlineData("∅", InkScript.Mathematics)]
    [InlineData("⊆", InkScript.Mathematics)]
    [InlineData("⇔", InkScript.Mathematics)]
    [InlineData("‰", InkScript.Mathematics)]
    [InlineData("℃", InkScript.Mathematics)]
    [InlineData("'", InkScript.Mathematics)]
    [InlineData("，", InkScript.Mathematics)]
    [InlineData("：", InkScript.Mathematics)]
    [InlineData("。")]
    [InlineData("「")]
    [InlineData("？")]
    public void Each_label_belongs_to_its_scripts_and_to_no_other(string label, params InkScript[] scripts)
    {
        InkScript[] all = [InkScript.Han, InkScript.Latin, InkScript.Greek, InkScript.Digits, InkScript.Mathematics];
        Assert.Equal(scripts, all.Where(s => ScriptClasses.Contains(s, label)));
        Assert.True(ScriptClasses.Contains(InkScript.Any, label));
    }

    [Fact]
    public void The_reject_class_belongs_to_no_script()
    {
        var classes = new ScriptClasses(["一", ScriptClasses.Reject, "a"]);
        Assert.Equal(1, classes.RejectClass);
        Assert.Equal([0, 2], classes.Of(InkScript.Any).ToArray());
        Assert.Equal([0], classes.Of(InkScript.Han).ToArray());
        Assert.Empty(classes.Of(InkScript.Greek).ToArray());
    }
}
