using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Device.Core.Notebook;
using Device.Messages;
using Spark.Gateway.Chat;

namespace Spark.Gateway.Asking;

/// <summary>Makes a question to Spark from a machine's request. Pure.</summary>
internal static partial class QuestionText
{
    private static readonly (string Code, string Name)[] Languages =
    [
        ("zh", "Chinese"), ("en", "English"), ("ja", "Japanese"), ("ko", "Korean"), ("fr", "French"), ("de", "German"),
        ("es", "Spanish"), ("pt", "Portuguese"), ("it", "Italian"), ("ru", "Russian"), ("ar", "Arabic"), ("hi", "Hindi"),
        ("th", "Thai"), ("vi", "Vietnamese"), ("id", "Indonesian"), ("ms", "Malay"), ("tr", "Turkish"), ("pl", "Polish"), ("nl", "Dutch"),
    ];

    /// <exception cref="MessageFormatException">A field is empty, too long or not of its form.</exception>
    public static SparkQuestion From(RequestMessage request, DeviceId device)
    {
        Check("text", request.Text.Length is > 0 and <= FactLimits.TextLength, $"1 to {FactLimits.TextLength} characters expected");
        Check("context", request.Context.Length <= FactLimits.TextLength, $"at most {FactLimits.TextLength} characters expected");
        Check("language", LanguageTag().IsMatch(request.Language), "a BCP 47 tag or nothing expected");
        Check("model", ModelName().IsMatch(request.Model), "at most 128 letters, digits, dots, dashes and underscores expected");
        return new SparkQuestion
        {
            Messages =
            [
                new SparkMessage(SparkRole.System, Instructions(request.Language)),
                new SparkMessage(SparkRole.User, request.Context.Length == 0 ? request.Text : $"{request.Text}\n\nThe page around the question:\n{request.Context}"),
            ],
            Model = request.Model.Length == 0 ? null : request.Model,
            User = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(device.Value)).AsSpan(0, 16)),
        };
    }

    private static string Instructions(string language)
    {
        const string Frame = "You answer in a paper-like notebook with a small screen. Plain text only: no tables, no HTML, formulas in plain characters.";
        if (language.Length == 0)
        {
            return $"{Frame} Answer in the language of the question.";
        }

        var code = language.Split('-')[0].ToLowerInvariant();
        var name = Languages.FirstOrDefault(each => each.Code == code).Name ?? "the language";
        return $"{Frame} Answer in {name} ({code}), language tag {language}.";
    }

    private static void Check(string field, bool isGood, string expected)
    {
        if (!isGood)
        {
            throw new MessageFormatException(field, expected);
        }
    }

    [GeneratedRegex("^[A-Za-z0-9-]{0,35}$")]
    private static partial Regex LanguageTag();

    [GeneratedRegex("^[A-Za-z0-9._-]{0,128}$")]
    private static partial Regex ModelName();
}
