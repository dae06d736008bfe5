using Microsoft.Extensions.Options;

namespace Spark.Gateway.Transcription;

/// <summary>Checks the attributes of <see cref="TranscriptionOptions"/> without reflection.</summary>
[OptionsValidator]
internal sealed partial class TranscriptionOptionsCheck : IValidateOptions<TranscriptionOptions>;
