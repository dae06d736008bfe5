using Device.Core.Notebook;

namespace Device.Storage.Tests;

public sealed class SegmentOrderTests
{
    [Fact]
    public void A_newer_segment_replaces_older_ones_from_its_first_position_on() =>
        Assert.Equal([1UL, 2, 5], Order(Segment(1, 1), Segment(2, 10), Segment(3, 20), Segment(4, 25), Segment(5, 20)));

    [Fact]
    public void A_compacted_segment_replaces_only_what_it_covers() =>
        Assert.Equal([1UL, 9, 8], Order(Segment(1, 1), Segment(3, 10), Segment(4, 20), Segment(8, 30), Segment(9, 10, covers: 29)));

    [Fact]
    public void Order_goes_by_first_position_however_the_files_are_listed() =>
        Assert.Equal([1UL, 2, 3], Order(Segment(3, 30), Segment(1, 1), Segment(2, 7)));

    private static IEnumerable<ulong> Order(params SegmentExtent[] segments) => SegmentOrder.Arrange(segments).Select(s => s.Id);

    private static SegmentExtent Segment(ulong id, long first, long covers = 0) => new(
        id, new SegmentHeader(id, 0, Sample.Device, 1, 0, new Hlc(0), first, first - 1, covers), SegmentHeader.Length, first, 1000);
}
