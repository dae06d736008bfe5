using CsCheck;
using Device.Core.Notebook;

namespace Device.Core.Tests.Notebook;

public sealed class PaperRulingTests
{
    private static readonly FactId Note = new(DeviceId.Parse("school/desk-1"), 1, 1);

    private static readonly Gen<PageAdded> AnyPage = Gen.Select(
        Gen.Enum<PageTemplate>(), Gen.Float[10, 1000], Gen.Float[10, 1000], Gen.Float[3, 100], (t, w, h, p) => new PageAdded(Note, t, w, h, p));

    [Fact]
    public void Every_row_and_box_lies_on_the_page_below_and_beside_the_one_before() => AnyPage.Sample(
        page =>
        {
            const float Rounding = 0.01f;
            var ruling = PaperRuling.Of(page);
            var below = 0f;
            for (var row = 0; row < ruling.Rows; row++)
            {
                var line = ruling.Row(row);
                Assert.InRange(line.Top, below - Rounding, page.Height);
                Assert.InRange(line.Bottom, line.Top, page.Height + Rounding);
                Assert.InRange(line.Left, 0, line.Right);
                Assert.InRange(line.Right, line.Left, page.Width + Rounding);
                Assert.Equal(page.Pitch, line.Height, Rounding);
                below = line.Bottom;
            }

            for (var column = 0; ruling.Rows > 0 && column < ruling.Columns; column++)
            {
                var box = ruling.Box(0, column);
                Assert.Equal(ruling.Row(0).Left + (column * box.Width), box.Left, 0.1f);
            }
        },
        iter: 2000);

    [Fact]
    public void Ink_in_the_middle_of_a_box_belongs_to_it_and_ink_beyond_the_paper_to_the_nearest() => AnyPage.Sample(
        page =>
        {
            var ruling = PaperRuling.Of(page);
            for (var row = 0; row < ruling.Rows; row++)
            {
                Assert.Equal(row, ruling.RowAt(ruling.Row(row).CentreY));
            }

            for (var column = 0; column < ruling.Columns; column++)
            {
                Assert.Equal(column, ruling.ColumnAt(ruling.Box(0, column).CentreX));
            }

            Assert.Equal((0, 0), (ruling.RowAt(-1e6f), ruling.ColumnAt(-1e6f)));
            Assert.Equal((Math.Max(0, ruling.Rows - 1), Math.Max(0, ruling.Columns - 1)), (ruling.RowAt(1e6f), ruling.ColumnAt(1e6f)));
            Assert.Equal((0, 0), (ruling.RowAt(float.NaN), ruling.ColumnAt(float.NaN)));
        },
        iter: 2000);

    [Fact]
    public void Boxes_are_square_and_a_blank_page_has_no_rows()
    {
        var boxes = new PaperRuling(PageTemplate.Grid, 150, 200, 10).Box(2, 3);
        Assert.Equal(boxes.Width, boxes.Height, 0.001f);
        Assert.Equal(10, boxes.Width, 0.001f);
        Assert.Equal(0, new PaperRuling(PageTemplate.Blank, 150, 200, 10).Rows);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PaperRuling(PageTemplate.Grid, 150, 200, 0));
    }
}
