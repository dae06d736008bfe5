using System.Text;
using CsCheck;
using Microsoft.Extensions.Options;
using Spark.Gateway.Chat;
using Spark.Gateway.Tests.Support;
using Spark.Gateway.Transcription;
using Spark.Gateway.Transcription.Wire;

namespace Spark.Gateway.Tests.Transcription;

/// <summary>What goes over the wire of the listening interfaces.</summary>
public sealed class TranscriptionWireTests
{
    private const string Interim =
        """{"action":"result","code":"0","data":"{\"cn\":{\"st\":{\"bg\":\"820\",\"ed\":\"0\",\"rt\":[{\"ws\":[{\"cw\":[{\"w\":\"啊\",\"wp\":\"n\",\"rl\":\"2\"},{\"w\":\"阿\",\"wp\":\"n\"}],\"wb\":0,\"we\":30},{\"cw\":[{\"w\":\"喂\",\"wp\":\"n\"}],\"wb\":31,\"we\":60}]}],\"type\":\"1\"}},\"seg_id\":5}","desc":"success","sid":"rta1"}""";

    private const string Translated =
        """{"action":"result","code":"0","data":"{\"biz\":\"trans\",\"dst\":\"Hello\",\"src\":\"你好\",\"segId\":3,\"isEnd\":true,\"new\":1}","desc":"success","sid":"rta1"}""";

    private const string Replacing =
        """{"code":0,"message":"success","sid":"iat1","data":{"status":1,"result":{"sn":3,"ls":false,"pgs":"rpl","rg":[1,2],"bg":0,"ed":0,"ws":[{"bg":10,"cw":[{"w":"今天","sc":0}]},{"bg":60,"cw":[{"w":"天气","sc":0}]}]}}}""";

    /// <summary>The example of the service's own documentation.</summary>
    [Fact]
    public void The_real_time_address_is_signed_as_documented() =>
        Assert.Equal("IrrzsJeOFk1NGfJHW6SkHUoN9CU=", RealTimeAddress.Signature("595f23df", "d9f4aa7ea6d94faca62cd88a28fd5234", "1512041814"));

    [Fact]
    public void The_real_time_address_says_what_is_spoken_and_asks_for_what_is_wanted() => Assert.Equal(
        "wss://rtasr.xfyun.cn/v1/ws?appid=595f23df&ts=1512041814&signa=IrrzsJeOFk1NGfJHW6SkHUoN9CU%3D&lang=cn&transType=normal&targetLang=en&roleType=2",
        RealTimeAddress.Sign(
            new TranscriptionOptions().RealTimeAddress, "595f23df", "d9f4aa7ea6d94faca62cd88a28fd5234", new LiveSpeech("zh", "en", true),
            DateTimeOffset.FromUnixTimeSeconds(1512041814)).AbsoluteUri);

    [Fact]
    public void The_best_reading_of_each_word_is_taken_with_its_place_and_speaker()
    {
        var caption = new RealTimeCaptions().Take(Encoding.UTF8.GetBytes(Interim))!;
        Assert.Equal((CaptionKind.Source, 0, false, 820, "啊喂", 2), (caption.Kind, caption.Segment, caption.IsFinal, caption.BeginMs, caption.Text, caption.Speaker));
        Assert.Equal([new CaptionWord("啊", 820, 1120), new CaptionWord("喂", 1130, 1420)], caption.Words);
    }

    [Fact]
    public void Fields_that_are_not_known_are_left_out() =>
        Assert.Equal((CaptionKind.Translation, 0, true, "Hello"), new RealTimeCaptions().Take(Encoding.UTF8.GetBytes(Translated)) is { } c ? (c.Kind, c.Segment, c.IsFinal, c.Text) : default);

    [Fact]
    public void A_dictation_replaces_what_the_service_takes_back()
    {
        DictationCaptions captions = new();
        foreach (var (number, word) in new[] { (1, "今"), (2, "田") })
        {
            captions.Take(Encoding.UTF8.GetBytes($$$"""{"code":0,"data":{"status":0,"result":{"sn":{{{number}}},"pgs":"apd","ws":[{"cw":[{"w":"{{{word}}}"}]}] } } }"""));
        }

        Assert.Equal("今天天气", captions.Take(Encoding.UTF8.GetBytes(Replacing))?.Text);
    }

    [Fact]
    public void The_first_frame_of_a_dictation_says_everything_and_later_ones_only_the_audio()
    {
        using Dictation dictation = new(
            new OptionsWrapper<TranscriptionOptions>(new TranscriptionOptions { AppId = "app", ApiKey = "key", ApiSecret = "secret" }), TimeProvider.System);
        for (var status = 0; status <= 2; status++)
        {
            Golden.SameJson($"dictation-frame-{status}.json", dictation.Frame(new LiveSpeech("zh"), status < 2 ? [1, 2, 3, 4] : [], status));
        }
    }

    [Fact]
    public void Whatever_the_service_sends_ends_in_captions_or_in_a_named_error() =>
        Gen.Select(Gen.OneOf(Gen.Const(Interim), Gen.Const(Translated), Gen.Const(Replacing)), Gen.Int[0, 400], Gen.Byte, Gen.Bool).Sample((text, at, value, cut) =>
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            bytes[at % bytes.Length] = value;
            var message = cut ? bytes.AsMemory(0, at % bytes.Length) : bytes;
            try
            {
                RealTimeCaptions realTime = new();
                realTime.Take(message.Span);
            }
            catch (SparkException)
            {
            }

            try
            {
                DictationCaptions dictation = new();
                dictation.Take(message.Span);
            }
            catch (SparkException)
            {
            }
        });
}
