using CsCheck;
using Device.Core.Notebook;
using Device.Core.Tests;

namespace Device.Messages.Tests;

public sealed class DeviceTopicTests
{
    private const string Blob = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static readonly Gen<string> RequestId = Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789-"].Array[1, 64].Select(c => new string(c));

    [Fact]
    public void A_topic_reads_back_as_it_was_written() => Gen.Select(AnyFact.Device, Gen.Enum<TopicKind>(), RequestId).Sample(
        (device, kind, id) =>
        {
            var blob = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(id)));
            var topic = new DeviceTopic(device, kind, kind switch
            {
                TopicKind.UpRequest or TopicKind.DownReply => id,
                TopicKind.UpBlob or TopicKind.DownBlob => blob,
                _ => "",
            });
            Assert.True(DeviceTopic.TryParse(topic.ToString(), out var parsed));
            Assert.Equal(topic, parsed);
            Assert.InRange(topic.ToString().Count(c => c == '/'), 1, 7);
        },
        iter: 2000);

    [Theory]
    [InlineData(TopicKind.UpChanges, "", "spark/v1/school/desk-1/up/changes")]
    [InlineData(TopicKind.DownChanges, "", "spark/v1/school/desk-1/down/changes")]
    [InlineData(TopicKind.DownAck, "", "spark/v1/school/desk-1/down/ack")]
    [InlineData(TopicKind.UpRequest, "q-7", "spark/v1/school/desk-1/up/request/q-7")]
    [InlineData(TopicKind.DownReply, "q-7", "spark/v1/school/desk-1/down/reply/q-7")]
    [InlineData(TopicKind.UpPresence, "", "spark/v1/school/desk-1/up/presence")]
    [InlineData(TopicKind.UpReported, "", "spark/v1/school/desk-1/up/reported")]
    [InlineData(TopicKind.UpProgress, "", "spark/v1/school/desk-1/up/progress")]
    [InlineData(TopicKind.DownHorizon, "", "spark/v1/school/desk-1/down/horizon")]
    [InlineData(TopicKind.DownDesired, "", "spark/v1/school/desk-1/down/desired")]
    [InlineData(TopicKind.UpWithheld, "", "spark/v1/school/desk-1/up/withheld")]
    [InlineData(TopicKind.UpBlob, Blob, "spark/v1/school/desk-1/up/blob/" + Blob)]
    [InlineData(TopicKind.DownBlob, Blob, "spark/v1/school/desk-1/down/blob/" + Blob)]
    public void Topics_are_those_of_the_contract(TopicKind kind, string request, string expected)
    {
        Assert.Equal(expected, new DeviceTopic(DeviceId.Parse("school/desk-1"), kind, request).ToString());
        Assert.Contains($"`{expected.Replace("spark/v1/school/desk-1/", "", StringComparison.Ordinal).Replace("q-7", "{id}", StringComparison.Ordinal).Replace(Blob, "{id}", StringComparison.Ordinal)}`",
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "mqtt.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_filters_are_those_of_the_access_list()
    {
        Assert.Equal("spark/v1/school/desk-1/down/#", DeviceTopic.DownFilter(DeviceId.Parse("school/desk-1")));
        Assert.Equal("spark/v1/+/+/up/#", DeviceTopic.UpFilter);
    }

    [Theory]
    [InlineData("")]
    [InlineData("spark/v1/")]
    [InlineData("spark/v2/school/desk-1/up/changes")]
    [InlineData("Spark/v1/school/desk-1/up/changes")]
    [InlineData("/spark/v1/school/desk-1/up/changes")]
    [InlineData("spark/v1/school/up/changes")]
    [InlineData("spark/v1/school/desk-1/up/changes/")]
    [InlineData("spark/v1/school/desk-1/up/changes/x")]
    [InlineData("spark/v1/school/desk-1//up/changes")]
    [InlineData("spark/v1/school/desk-1/up/")]
    [InlineData("spark/v1/school/desk-1/up/unknown")]
    [InlineData("spark/v1/school/desk-1/down/request/q")]
    [InlineData("spark/v1/school/desk-1/UP/changes")]
    [InlineData("spark/v1/+/desk-1/up/changes")]
    [InlineData("spark/v1/school/+/up/changes")]
    [InlineData("spark/v1/school/desk-1/up/#")]
    [InlineData("spark/v1/school/desk-1/#")]
    [InlineData("spark/v1/school/desk-1/up/request")]
    [InlineData("spark/v1/school/desk-1/up/request/")]
    [InlineData("spark/v1/school/desk-1/up/request/a/b")]
    [InlineData("spark/v1/school/desk-1/up/request/+")]
    [InlineData("spark/v1/school/desk-1/up/request/A")]
    [InlineData("spark/v1/school/desk-1/up/request/a\0")]
    [InlineData("spark/v1/school/desk-1/up/request/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("spark/v1/school/desk-1/up/blob/q-7")]
    [InlineData("spark/v1/school/desk-1/up/blob/E3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("spark/v1/school/desk-1/down/blob")]
    [InlineData("spark/v1/School/desk-1/up/changes")]
    [InlineData("spark/v1/学校/desk-1/up/changes")]
    [InlineData("$share/g/spark/v1/school/desk-1/up/changes")]
    [InlineData("spark/v1/school/desk-1/a/b/c/d/e/f/g")]
    public void Anything_else_is_no_topic(string topic)
    {
        Assert.False(DeviceTopic.TryParse(topic, out var parsed));
        Assert.Equal(default, parsed);
    }

    [Fact]
    public void A_topic_names_the_machine_it_belongs_to_so_that_another_tenants_is_told_apart()
    {
        Assert.True(DeviceTopic.TryParse("spark/v1/school/desk-1/up/changes", out var own));
        Assert.True(DeviceTopic.TryParse("spark/v1/office/desk-1/up/changes", out var foreign));
        Assert.NotEqual(own.Device, foreign.Device);
        Assert.Equal(("school", "office"), (own.Device.Tenant, foreign.Device.Tenant));
    }

    [Fact]
    public void Random_topics_are_refused_without_an_error() => Gen.OneOf("spark", "v1", "school", "desk-1", "up", "down", "changes", "request", "/", "/", "/", "+", "#", "")
        .Array[0, 20].Select(string.Concat).Sample(
            topic =>
            {
                if (DeviceTopic.TryParse(topic, out var parsed))
                {
                    Assert.Equal(topic, parsed.ToString());
                }
            },
            iter: 5000);
}
