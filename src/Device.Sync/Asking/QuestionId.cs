using System.Globalization;
using Device.Core.Notebook;

namespace Device.Sync.Asking;

/// <summary>A question's name as the request id of its topic: <c>{epoch:x16}-{sequence}</c>. The machine is in the topic already.</summary>
internal static class QuestionId
{
    /// <summary>Writes it.</summary>
    /// <param name="question">The question's name.</param>
    /// <returns>The request id.</returns>
    public static string Of(FactId question) => string.Create(CultureInfo.InvariantCulture, $"{question.Epoch:x16}-{question.Sequence}");

    /// <summary>Reads it.</summary>
    /// <param name="device">Whose topic it came on.</param>
    /// <param name="requestId">The request id.</param>
    /// <param name="question">The question's name, when it is one.</param>
    /// <returns>Whether it is.</returns>
    public static bool TryParse(DeviceId device, string requestId, out FactId question)
    {
        question = default;
        if (requestId.Length < 18 || requestId[16] != '-'
            || !ulong.TryParse(requestId.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var epoch)
            || !ulong.TryParse(requestId.AsSpan(17), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            return false;
        }

        // One question, one id: leading zeros and capitals are not it.
        var read = new FactId(device, epoch, sequence);
        question = Of(read) == requestId ? read : default;
        return question == read;
    }
}
