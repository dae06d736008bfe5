using Device.Recognition.Speech.Mandarin;

namespace Device.Recognition.Tests.Speech;

public sealed class MandarinPhonesTests
{
    [Theory]
    [InlineData("zhuang", "zh uang")]
    [InlineData("ju", "j v")]
    [InlineData("jv", "j v")]
    [InlineData("lü", "l v")]
    [InlineData("yuan", "van")]
    [InlineData("zi", "z ii")]
    [InlineData("ri", "r iii")]
    [InlineData("wei", "ui")]
    [InlineData("er", "er")]
    [InlineData("nue", "n ve")]
    [InlineData("ang", "ang")]
    public void A_syllable_is_an_initial_and_a_final(string syllable, string expected) =>
        Assert.Equal(expected, string.Join(' ', MandarinPhones.Split(syllable).Select(p => MandarinPhones.Labels[p])));

    [Theory]
    [InlineData("")]
    [InlineData("hng")]
    [InlineData("b")]
    [InlineData("hello")]
    public void What_is_no_syllable_has_no_labels(string text) => Assert.True(MandarinPhones.Split(text).IsEmpty);
}
