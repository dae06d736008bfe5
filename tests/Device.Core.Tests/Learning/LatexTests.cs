using CsCheck;
using Device.Core.Learning;

namespace Device.Core.Tests.Learning;

public sealed class LatexTests
{
    private static readonly Gen<Expression> Leaf = Gen.OneOf(
        Gen.Int[0, 999].Select(n => Expression.Number($"{n}")), Gen.Int[1, 99].Select(n => Expression.Number($"{n}.5")), Gen.OneOf("x", "y", "a", "π", "x_1", "θ").Select(Expression.Symbol));

    private static readonly Gen<Expression> Any = Gen.Recursive<Expression>((depth, next) => depth > 3 ? Leaf : Gen.OneOf(
        Leaf,
        Gen.Select(next, next, (a, b) => Expression.Of(ExpressionKind.Sum, Flat(a), Flat(b))),
        Gen.Select(next, next, (a, b) => Expression.Of(ExpressionKind.Quotient, a, b)),
        Gen.Select(next, next, (a, b) => Expression.Of(ExpressionKind.Power, a, b)),
        next.Select(a => Expression.Of(ExpressionKind.Root, a)),
        next.Select(a => new Expression(ExpressionKind.Function, "sin", [a])),
        next.Select(a => Expression.Of(ExpressionKind.Absolute, a))));

    [Fact]
    public void What_was_written_is_read_as_the_same_tree() =>
        Any.Sample(e => Assert.Equal(e, LatexReader.Read(LatexWriter.Write(e))));

    [Theory]
    [InlineData("\\dfrac{1}{2}", "\\frac{1}{2}")]
    [InlineData("x^12", "x^{12}")]
    [InlineData("x^2", "x^{2}")]
    [InlineData("3\\cdot4", "3\\times 4")]
    [InlineData("a\\leqslant b", "a\\le b")]
    [InlineData("\\left(x+1\\right)", "(x+1)")]
    [InlineData("√{x}", "\\sqrt{x}")]
    [InlineData("－3％", "-3\\%")]
    public void Spellings_of_one_sign_are_one(string text, string same)
    {
        Assert.Equal(LatexReader.Read(same), LatexReader.Read(text));
    }

    [Fact]
    public void An_error_says_where()
    {
        var error = Assert.Throws<LatexFormatException>(() => LatexReader.Read("1+)"));
        Assert.Equal(2, error.Position);
        Assert.Contains("character 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_does_anything_but_read_or_be_refused() =>
        Gen.OneOf("\\frac", "{", "}", "x", "1", "+", "-", "^", "_", "(", ")", "|", "\\sqrt", "[", "]", "\\sin", "=", "±", ",", "\\begin", "\\\\", "%", "°", " ", "\\", "1.5", "或")
            .Array[0, 40].Select(string.Concat).Sample(text =>
            {
                LatexReader.TryRead(text, out _);
            });

    [Theory]
    [InlineData("\\frac")]
    [InlineData("\\sqrt")]
    [InlineData("\\sin")]
    [InlineData("(")]
    [InlineData("|")]
    [InlineData("x^{")]
    public void No_depth_of_nesting_exhausts_the_stack(string part) => Assert.False(LatexReader.TryRead(string.Concat(Enumerable.Repeat(part, 4_096 / part.Length)), out _));

    [Fact]
    public void No_answer_makes_the_grader_throw() =>
        Gen.OneOf("x", "1", "2", "0", "+", "-", "^", "(", ")", "/", "=", "<", "\\sqrt", "{", "}", "\\sin", "±", ",", "%", " m", "9", "\\log")
            .Array[0, 14].Select(string.Concat).Sample(text => _ = AnswerGrader.Grade(text, "x=1/2"), iter: 3000);

    private static Expression Flat(Expression e) => e.Kind is ExpressionKind.Sum ? Expression.Of(ExpressionKind.Absolute, e) : e;
}
