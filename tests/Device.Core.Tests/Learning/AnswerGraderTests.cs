using Device.Core.Learning;

namespace Device.Core.Tests.Learning;

public sealed class AnswerGraderTests
{
    [Theory]
    [InlineData("0.5", "1/2")]
    [InlineData("2/4", "1/2")]
    [InlineData("50%", "\\frac{1}{2}")]
    [InlineData("2\\frac{1}{2}", "2.5")]
    [InlineData("-\\frac{3}{6}", "\\frac{-1}{2}")]
    [InlineData("2x+2", "2(x+1)")]
    [InlineData("(a+b)^2", "a^{2}+2ab+b^{2}")]
    [InlineData("\\frac{x^2-1}{x-1}", "x+1")]
    [InlineData("\\sqrt{8}", "2\\sqrt{2}")]
    [InlineData("\\frac{1}{\\sqrt{2}}", "\\frac{\\sqrt{2}}{2}")]
    [InlineData("\\sqrt{2}\\times\\sqrt{3}", "\\sqrt{6}")]
    [InlineData("\\sin 30^{\\circ}", "0.5")]
    [InlineData("\\tan 60^\\circ", "\\sqrt{3}")]
    [InlineData("\\sin(x+x)", "\\sin 2x")]
    [InlineData("3×4÷6", "2")]
    [InlineData("2x=4", "x=2")]
    [InlineData("2=x", "x=2")]
    [InlineData("5", "x=5")]
    [InlineData("x-y=1", "2y=2x-2")]
    [InlineData("3<x", "x>3")]
    [InlineData("-x<-3", "x>3")]
    [InlineData("x=3,x=-2", "x=-2或x=3")]
    [InlineData("x=\\pm 2", "x=2,x=-2")]
    [InlineData("\\begin{cases}y=1\\\\x=2\\end{cases}", "x=2,y=1")]
    [InlineData("1<x<3", "x>1,x<3")]
    [InlineData("150 cm", "1.5 m")]
    [InlineData("36 km/h", "10 m/s")]
    [InlineData("x=3", "x=3.0")]
    [InlineData("x_1=3", "x_{1}=3")]
    public void What_is_equal_is_right(string answer, string expected) =>
        Assert.Equal(new AnswerGrade(true, AnswerDifference.None, true), AnswerGrader.Grade(answer, expected));

    [Theory]
    [InlineData("-5", "5", AnswerDifference.Sign)]
    [InlineData("x=-5", "x=5", AnswerDifference.Sign)]
    [InlineData("b-a", "a-b", AnswerDifference.Sign)]
    [InlineData("3/2", "2/3", AnswerDifference.Swapped)]
    [InlineData("54", "45", AnswerDifference.Swapped)]
    [InlineData("x=1,y=2", "x=2,y=1", AnswerDifference.Swapped)]
    [InlineData("4.5", "45", AnswerDifference.DecimalPlace)]
    [InlineData("0.33", "1/3", AnswerDifference.Rounded)]
    [InlineData("1.41", "\\sqrt{2}", AnswerDifference.Rounded)]
    [InlineData("5", "5 cm", AnswerDifference.Unit)]
    [InlineData("5 m", "5 cm", AnswerDifference.Unit)]
    [InlineData("5 kg", "5 cm", AnswerDifference.Unit)]
    [InlineData("x=3", "x=3,x=-2", AnswerDifference.MissingSolution)]
    [InlineData("x=3,x=-2", "x=3", AnswerDifference.SurplusSolution)]
    [InlineData("x<3", "x>3", AnswerDifference.Relation)]
    [InlineData("x>3", "-x>-3", AnswerDifference.Relation)]
    [InlineData("7", "5", AnswerDifference.Other)]
    [InlineData("1/0", "5", AnswerDifference.Other)]
    [InlineData("+", "5", AnswerDifference.Unreadable)]
    [InlineData("(", "5", AnswerDifference.Unreadable)]
    public void A_wrong_answer_says_why(string answer, string expected, AnswerDifference difference)
    {
        var grade = AnswerGrader.Grade(answer, expected);
        Assert.Equal((false, difference), (grade.IsRight, grade.Difference));
    }

    [Theory]
    [InlineData("2/4", "1/2", false)]
    [InlineData("1/2", "0.5", true)]
    [InlineData("2+3", "5", false)]
    [InlineData("2x+3x", "5x", false)]
    [InlineData("5x", "2x+3x", true)]
    [InlineData("\\sqrt{8}", "2\\sqrt{2}", false)]
    [InlineData("2\\sqrt{2}", "\\sqrt{8}", true)]
    public void Where_the_simplest_form_is_asked_for_equal_value_is_not_enough(string answer, string expected, bool isRight)
    {
        var grade = AnswerGrader.Grade(answer, expected, new AnswerRules { Simplified = true });
        Assert.Equal((isRight, isRight ? AnswerDifference.None : AnswerDifference.NotSimplified), (grade.IsRight, grade.Difference));
    }

    [Fact]
    public void Where_a_solution_is_asked_for_an_equation_is_not_enough()
    {
        var grade = AnswerGrader.Grade("2x=4", "x=2", new AnswerRules { Solved = true });
        Assert.Equal((false, AnswerDifference.NotSolved), (grade.IsRight, grade.Difference));
        Assert.True(AnswerGrader.Grade("x=2", "x=2", new AnswerRules { Solved = true }).IsRight);
    }

    [Theory]
    [InlineData("3.14", "\\pi", 0.001, true)]
    [InlineData("3.1", "\\pi", 0.001, false)]
    [InlineData("0.333", "1/3", 0.01, true)]
    public void A_tolerance_counts_where_it_is_given(string answer, string expected, double tolerance, bool isRight) =>
        Assert.Equal(isRight, AnswerGrader.Grade(answer, expected, new AnswerRules { Tolerance = tolerance }).IsRight);

    [Fact]
    public void Identities_beyond_algebra_are_right_but_not_proven() =>
        Assert.Equal(new AnswerGrade(true, AnswerDifference.None, false), AnswerGrader.Grade("\\sin^{2}x+\\cos^{2}x", "1"));

    [Fact]
    public void What_is_too_large_is_undecided_and_never_takes_long()
    {
        Assert.Equal(AnswerDifference.Undecided, AnswerGrader.Grade("9^{999}^{9}", "1").Difference);
        Assert.Equal(AnswerDifference.Undecided, AnswerGrader.Grade("(a+b+c+d+x+y+z+u+v+w)^{60}", "1").Difference);
        Assert.Equal(AnswerDifference.Unreadable, AnswerGrader.Grade(new string('(', 3000), "1").Difference);
    }

    [Fact]
    public void An_expected_answer_that_is_no_expression_is_the_callers_mistake() =>
        Assert.Throws<ArgumentException>(() => AnswerGrader.Grade("1", "+"));
}
