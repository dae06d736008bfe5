using System.Globalization;

namespace Spark.StandIn.Wire;

/// <summary>What a stand-in says of speech that it does not understand.</summary>
internal static class SpeechText
{
    public static string Mark(bool isChinese) => isChinese ? "【离线替身】" : "[offline stand-in] ";

    public static string Said(Listener.Sentence sentence, bool isChinese)
    {
        var seconds = ((sentence.EndMs - sentence.BeginMs) / 1000.0).ToString("0.0", CultureInfo.InvariantCulture);
        return isChinese ? $"有人说了{seconds}秒" : $"somebody spoke for {seconds} s";
    }
}
