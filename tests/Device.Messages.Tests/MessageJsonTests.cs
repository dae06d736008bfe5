using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Device.Messages.Tests;

public sealed class MessageJsonTests
{
    private static readonly Dictionary<string, (object Message, Func<byte[], object> Read, Func<object, byte[]> Write)> Messages = new()
    {
        ["ack"] = Golden(new AckMessage(
            "0123456789abcdef", 41, 90, [new(42, 42), new(50, 60)], [new(17, "stroke.points: 0 is outside 1 to 16384")])),
        ["ack-closed"] = Golden(new AckMessage("0123456789abcdef", 41, 41, [], []) { Closed = new ClosedEpoch("school/home", 4096) }),
        ["ack-withheld"] = Golden(new AckMessage("0123456789abcdef", 4, 90, [new(50, 60)], []) { Stored = [new(61, 90)], Withheld = true }),
        ["withheld"] = Golden(new WithheldMessage("0123456789abcdef", [new(5, 9), new(12, 12)])),
        ["request"] = Golden(new RequestMessage("why is the sky blue?", "永", "zh-CN", "")),
        ["reply"] = Golden(new ReplyMessage(0, "Because", "let me think", false, "")),
        ["presence"] = Golden(new PresenceMessage(true)),
        ["presence-seen"] = Golden(new PresenceMessage(true, "school/desk-1", 4096, "0123456789abcdef")),
        ["reported"] = Golden(new ReportedMessage("0.1.0", "notebook-10", ["han 1.0.0", "latin 2.1.0"], 7)),
        ["reported-rejected"] = Golden(new ReportedMessage("0.1.0", "notebook-10", [], 7) { Rejected = [new("colour", "this version does not know it")] }),
        ["desired"] = Golden(new DesiredMessage(7, new SortedDictionary<string, string> { ["language"] = "en", ["model"] = "lite" })),
    };

    // Version 1 began without them: a machine that leaves them out is sent everything.
    private static readonly string[] Optional =
    [
        "presence-seen.stream", "presence-seen.seen", "presence-seen.epoch", "reported-rejected.rejected", "ack-closed.closed", "ack-withheld.stored", "ack-withheld.withheld",
    ];

    // Of a field that holds any names the one that is wrong is named.
    private static readonly string[] Open = ["settings"];

    public static TheoryData<string> Names => [.. Messages.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_is_written_as_in_version_1(string name) =>
        Assert.Equal(Normal(File.ReadAllBytes(GoldenPath(name))), Normal(Messages[name].Write(Messages[name].Message)));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_of_version_1_is_read(string name)
    {
        var (_, read, write) = Messages[name];
        Assert.Equal(Normal(File.ReadAllBytes(GoldenPath(name))), Normal(write(read(File.ReadAllBytes(GoldenPath(name))))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_field_of_a_later_version_is_ignored(string name)
    {
        var (_, read, write) = Messages[name];
        var json = Parse(name);
        json.Insert(0, "later", JsonNode.Parse("""{"deep":[1,"x"]}"""));
        Assert.Equal(Normal(File.ReadAllBytes(GoldenPath(name))), Normal(write(read(Bytes(json)))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_field_of_the_wrong_type_a_null_and_a_missing_one_are_named(string name)
    {
        foreach (var field in Parse(name).Select(f => f.Key).ToArray())
        {
            foreach (var wrong in new[] { """{"a":1}""", "-1.5e300", "null", null })
            {
                if (wrong is null or "null" && Optional.Contains($"{name}.{field}"))
                {
                    continue;
                }

                var json = Parse(name);
                json.Remove(field);
                if (wrong is not null)
                {
                    json[field] = JsonNode.Parse(wrong);
                }

                var error = Assert.Throws<MessageFormatException>(() => Messages[name].Read(Bytes(json)));
                Assert.Equal(field, Open.Contains(field) ? error.Field.Split('.')[0] : error.Field);
                Assert.StartsWith($"{error.Field}: ", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_no_object_is_refused(string name)
    {
        foreach (var payload in new[] { "", "null", "[]", "3", "{", "{}{}", "\"x\"", "{\"a\":", "\xFF" })
        {
            Assert.Throws<MessageFormatException>(() => Messages[name].Read(Encoding.Latin1.GetBytes(payload)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_payload_over_the_limit_is_refused_unread(string name)
    {
        byte[] json = [.. File.ReadAllBytes(GoldenPath(name)), .. Enumerable.Repeat((byte)' ', MqttContract.MaxPayloadBytes)];
        Assert.Equal("payload", Assert.Throws<MessageFormatException>(() => Messages[name].Read(json)).Field);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Damaged_payloads_are_a_message_or_a_format_error(string name) => Gen.Select(Gen.Int[0, 2], Gen.Int.NonNegative, Gen.Byte).Array[1, 3].Sample(
        damages =>
        {
            var payload = File.ReadAllBytes(GoldenPath(name)).ToList();
            foreach (var (how, where, value) in damages)
            {
                var at = where % payload.Count;
                switch (how)
                {
                    case 0: payload[at] = value; break;
                    case 1: payload.Insert(at, value); break;
                    default: payload.RemoveAt(at); break;
                }
            }

            try
            {
                var (_, read, write) = Messages[name];
                write(read([.. payload]));
            }
            catch (MessageFormatException e)
            {
                Assert.NotEmpty(e.Field);
            }
        },
        iter: 3000);

    [Fact]
    public void Half_a_surrogate_pair_is_a_format_error() => Assert.Equal(
        "text",
        Assert.Throws<MessageFormatException>(() => MessageJson.Read<RequestMessage>("""{"text":"\ud800","context":"","language":"","model":""}"""u8)).Field);

    [Fact]
    public void An_error_never_quotes_the_users_words()
    {
        var error = Assert.Throws<MessageFormatException>(() => MessageJson.Read<RequestMessage>("""{"text":"secret","context":7}"""u8));
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_message_over_a_limit_is_refused(string field, object message)
    {
        var (_, read, write) = Messages.Values.First(m => m.Message.GetType() == message.GetType());
        Assert.Equal(field, Assert.Throws<MessageFormatException>(() => read(write(message))).Field);
    }

    public static TheoryData<string, object> Broken()
    {
        const string Epoch = "0123456789abcdef";
        var text = new string('x', 16_385);
        return new()
        {
            { "epoch", new AckMessage("0123456789ABCDEF", 1, 1, [], []) },
            { "epoch", new AckMessage("", 1, 1, [], []) },
            { "highest", new AckMessage(Epoch, 2, 1, [], []) },
            { "holes[0]", new AckMessage(Epoch, 5, 9, [new(5, 6)], []) },
            { "holes[0]", new AckMessage(Epoch, 5, 9, [new(8, 7)], []) },
            { "holes[0]", new AckMessage(Epoch, 5, 9, [new(8, 10)], []) },
            { "holes[1]", new AckMessage(Epoch, 5, 99, [new(8, 9), new(7, 7)], []) },
            { "holes", new AckMessage(Epoch, 0, 999, [.. Enumerable.Range(1, 257).Select(i => new SequenceRange((ulong)i * 2, (ulong)i * 2))], []) },
            { "rejected", new AckMessage(Epoch, 5, 5, [], [.. new RejectedFact[257].Select(_ => new RejectedFact(1, "x"))]) },
            { "rejected[0].reason", new AckMessage(Epoch, 5, 5, [], [new(1, text)]) },
            { "closed.stream", new AckMessage(Epoch, 5, 5, [], []) { Closed = new ClosedEpoch(text, 0) } },
            { "closed.head", new AckMessage(Epoch, 5, 5, [], []) { Closed = new ClosedEpoch("a", -1) } },
            { "text", new RequestMessage(text, "", "", "") },
            { "context", new RequestMessage("", text, "", "") },
            { "language", new RequestMessage("", "", text, "") },
            { "model", new RequestMessage("", "", "", text) },
            { "sequence", new ReplyMessage(-1, "", "", false, "") },
            { "answer", new ReplyMessage(0, text, "", false, "") },
            { "reasoning", new ReplyMessage(0, "", text, false, "") },
            { "error", new ReplyMessage(0, "", "", true, text) },
            { "stream", new PresenceMessage(true, text) },
            { "seen", new PresenceMessage(true, "a", -1) },
            { "epoch", new PresenceMessage(true, "a", 1, "1") },
            { "version", new ReportedMessage(text, "", [], 0) },
            { "board", new ReportedMessage("", text, [], 0) },
            { "models", new ReportedMessage("", "", [.. new string('x', 65).Select(c => $"{c}")], 0) },
            { "models[1]", new ReportedMessage("", "", ["a", null!], 0) },
        };
    }

    private static (object, Func<byte[], object>, Func<object, byte[]>) Golden<T>(T message)
        where T : class => (message, payload => MessageJson.Read<T>(payload), m => MessageJson.Write((T)m));

    private static string GoldenPath(string name) => Path.Combine(AppContext.BaseDirectory, "golden", $"{name}-v1.json");

    private static JsonObject Parse(string name) => JsonNode.Parse(File.ReadAllText(GoldenPath(name)))!.AsObject();

    private static byte[] Bytes(JsonNode json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    // The golden files are readable; how a character is escaped is no part of the contract.
    private static string Normal(byte[] json) =>
        JsonNode.Parse(json)!.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
