using System.Text.Json.Serialization;
using Device.Cli.Blobs;
using Device.Cli.Doctor;
using Device.Cli.Ink;
using Device.Cli.Journals;
using Device.Cli.Keys;
using Device.Cli.Models;
using Device.Cli.Notes;
using Device.Cli.Pens;
using Device.Cli.SelfTests;
using Device.Cli.Speech;
using Device.Cli.Sync;

namespace Device.Cli;

/// <summary>What the verbs print as JSON. Field names and their order are a contract with scripts.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(EvalFigures))]
[JsonSerializable(typeof(EvalDetail))]
[JsonSerializable(typeof(ReadSample[]))]
[JsonSerializable(typeof(StrokeOrderLine[]))]
[JsonSerializable(typeof(BundleLine[]))]
[JsonSerializable(typeof(BundleCheck))]
[JsonSerializable(typeof(Rebuilt))]
[JsonSerializable(typeof(KeyLine[]))]
[JsonSerializable(typeof(BlobLine))]
[JsonSerializable(typeof(PenSummary))]
[JsonSerializable(typeof(SegmentLine))]
[JsonSerializable(typeof(RecordingLine[]))]
[JsonSerializable(typeof(SelfTestResult[]))]
[JsonSerializable(typeof(SyncLine))]
[JsonSerializable(typeof(MeteredRequest))]
[JsonSerializable(typeof(Finding[]))]
[JsonSerializable(typeof(SearchAnswer))]
[JsonSerializable(typeof(SpeechSample))]
[JsonSerializable(typeof(SpeechFigures))]
[JsonSerializable(typeof(PhraseLine))]
[JsonSerializable(typeof(AssessedSyllable[]))]
internal sealed partial class CliJson : JsonSerializerContext;
