namespace Spark.StandIn.Answers;

/// <summary>The stand-in's few sentences in one language. Immutable.</summary>
/// <param name="Code">BCP 47 language, for example <c>zh</c>.</param>
/// <param name="Label">What begins every answer and says that nobody thought about it.</param>
/// <param name="Asked">Repeats the question's subject.</param>
/// <param name="Sum">Says a worked-out sum.</param>
/// <param name="Read">Says how many characters, words and messages were read.</param>
/// <param name="Closing">Says where a real answer would come from.</param>
/// <param name="Thought">The thinking shown before the answer of a deep-reasoning model.</param>
internal sealed record AnswerLanguage(
    string Code,
    string Label,
    Func<string, string> Asked,
    Func<string, string> Sum,
    Func<int, int, int, string> Read,
    string Closing,
    Func<int, string> Thought)
{
    private static readonly AnswerLanguage[] All =
    [
        new("zh", "【离线替身】", s => $"您问的是:“{s}”。", s => $"算一算:{s}。",
            (c, w, m) => $"一共读到 {m} 条消息,{c} 个字符,{w} 个词。", "这不是星火的回答;连上星火服务后才有真正的回答。",
            c => $"【离线替身的思考】先看问题有多长:{c} 个字符。再看里面有没有算式。然后照实说明自己是替身。"),
        new("en", "[offline stand-in] ", s => $"You asked: \"{s}\". ", s => $"Worked out: {s}. ",
            (c, w, m) => $"I read {m} message(s), {c} characters, {w} words. ", "This is not Spark's answer; connect to the Spark service for a real one.",
            c => $"[thoughts of the offline stand-in] The question has {c} characters. Is there a sum in it? Then say honestly what I am."),
        new("ja", "【オフライン代役】", s => $"質問:「{s}」。", s => $"計算:{s}。",
            (c, w, m) => $"{m} 件のメッセージ、{c} 文字、{w} 語を読みました。", "これは Spark の回答ではありません。本物の回答には Spark への接続が必要です。",
            c => $"【代役の考え】質問は {c} 文字。計算式はあるか。代役であることを正直に言う。"),
        new("fr", "[doublure hors ligne] ", s => $"Vous demandez : « {s} ». ", s => $"Calcul : {s}. ",
            (c, w, m) => $"J'ai lu {m} message(s), {c} caractères, {w} mots. ", "Ce n'est pas la réponse de Spark ; il faut se connecter au service Spark.",
            c => $"[réflexion de la doublure] La question a {c} caractères. Contient-elle un calcul ? Puis dire ce que je suis."),
        new("es", "[suplente sin conexión] ", s => $"Usted pregunta: «{s}». ", s => $"Cálculo: {s}. ",
            (c, w, m) => $"He leído {m} mensaje(s), {c} caracteres, {w} palabras. ", "Esta no es la respuesta de Spark; conéctese al servicio Spark.",
            c => $"[reflexión del suplente] La pregunta tiene {c} caracteres. ¿Hay una cuenta? Luego decir lo que soy."),
        new("ru", "[автономная замена] ", s => $"Вы спросили: «{s}». ", s => $"Вычислено: {s}. ",
            (c, w, m) => $"Прочитано сообщений: {m}, знаков: {c}, слов: {w}. ", "Это не ответ Spark; подключитесь к службе Spark.",
            c => $"[мысли замены] В вопросе {c} знаков. Есть ли в нём пример? Затем честно сказать, кто я."),
    ];

    /// <summary>Chooses the language of an answer.</summary>
    /// <param name="instructions">The system message, which may name a language in round brackets, for example <c>(fr)</c>.</param>
    /// <param name="question">The user's text, whose script decides otherwise.</param>
    /// <returns>One of the languages above; English for Latin letters, Chinese where nothing tells.</returns>
    public static AnswerLanguage Of(string instructions, string question)
    {
        foreach (var language in All)
        {
            if (instructions.Contains($"({language.Code})", StringComparison.Ordinal))
            {
                return language;
            }
        }

        var code = question switch
        {
            _ when question.Any(c => c is >= '\u3041' and <= '\u30FF') => "ja",
            _ when question.Any(c => c is >= '\u4E00' and <= '\u9FFF') => "zh",
            _ when question.Any(c => c is >= '\u0400' and <= '\u04FF') => "ru",
            _ when question.Any(char.IsAsciiLetter) => "en",
            _ => "zh",
        };
        return All.Single(language => language.Code == code);
    }
}
