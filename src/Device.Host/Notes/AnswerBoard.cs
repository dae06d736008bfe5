using System.Text;
using Device.Core.Notebook;
using Device.Messages;

namespace Device.Host.Notes;

/// <summary>Answers as they arrive, before they are whole and journaled. Thread-safe. Memory: bounded by <see cref="MaxOpen"/> answers.</summary>
internal sealed class AnswerBoard(Revision changes)
{
    private const int MaxOpen = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<FactId, Partial> _open = [];

    /// <summary>Takes a part.</summary>
    /// <returns>The whole answer when this was its last part.</returns>
    public AnswerReceived? Add(FactId question, ReplyMessage part)
    {
        AnswerReceived? whole = null;
        lock (_lock)
        {
            if (!_open.TryGetValue(question, out var partial))
            {
                if (_open.Count == MaxOpen)
                {
                    _open.Remove(_open.Keys.First());
                }

                _open[question] = partial = new Partial();
            }

            partial.Append(part);
            if (part.Final)
            {
                _open.Remove(question);
                whole = new AnswerReceived(question, partial.Answer, partial.Reasoning, FactLimits.CutText(part.Error));
            }
        }

        changes.Bump();
        return whole;
    }

    /// <summary>What has arrived of an answer, or null.</summary>
    public AnswerReceived? Find(FactId question)
    {
        lock (_lock)
        {
            return _open.TryGetValue(question, out var partial) ? new AnswerReceived(question, partial.Answer, partial.Reasoning, "") : null;
        }
    }

    private sealed class Partial
    {
        private readonly StringBuilder _answer = new();
        private readonly StringBuilder _reasoning = new();

        public string Answer => _answer.ToString();

        public string Reasoning => _reasoning.ToString();

        public void Append(ReplyMessage part)
        {
            Append(_answer, part.Answer);
            Append(_reasoning, part.Reasoning);
        }

        private static void Append(StringBuilder text, string more) => text.Append(more, 0, Math.Min(more.Length, FactLimits.TextLength - text.Length));
    }
}
