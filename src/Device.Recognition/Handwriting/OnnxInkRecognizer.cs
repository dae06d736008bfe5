using System.Collections.Immutable;
using Device.Core.Ink;
using Device.Recognition.Models;

namespace Device.Recognition.Handwriting;

/// <summary>
/// Reads handwriting with a bundle of kind <see cref="BundleKind"/> on ONNX Runtime. Loading warms the network up;
/// afterwards reading a character allocates its result only. One caller at a time; a second caller waits.
/// </summary>
public sealed class OnnxInkRecognizer : IInkRecognizer, IDisposable
{
    /// <summary>The kind of bundle this reads.</summary>
    public const string BundleKind = "handwriting-characters";

    /// <summary>Most candidates of one reading.</summary>
    public const int MaxCandidates = 100;

    private static readonly ImmutableArray<int> AllMembers = [.. Enumerable.Range(0, DirectionMaps.MaxStrokes)];

    private readonly Lock _gate = new();
    private readonly CharacterReader _reader;
    private readonly LineReader _lines;
    private readonly Dictionary<string, int> _classes;
    private readonly float _least;
    private readonly RankedClass[] _ranked = new RankedClass[MaxCandidates];
    private bool _disposed;

    /// <summary>Loads a bundle.</summary>
    /// <param name="bundle">A bundle whose files have been checked.</param>
    /// <param name="options">How to read, or null for the defaults.</param>
    /// <param name="language">What makes lines easier to read, or null: they are then read by the ink alone.</param>
    /// <exception cref="ModelBundleException">The bundle is of another kind, or its network cannot be used.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public OnnxInkRecognizer(ModelBundle bundle, InkRecognizerOptions? options = null, LanguageModel? language = null)
    {
        options ??= new InkRecognizerOptions();
        options.Validate();
        if (bundle.Manifest.Kind != BundleKind)
        {
            throw new ModelBundleException(bundle.Directory, "manifest.json", $"kind: '{bundle.Manifest.Kind}', expected '{BundleKind}'");
        }

        Model = bundle.Manifest.Id;
        _reader = new CharacterReader(bundle, options);
        _classes = _reader.Labels.Index().GroupBy(l => MarkWidths.Ascii(l.Item), l => l.Index, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        _least = options.LeastProbability;
        _lines = new LineReader(_reader, options.Line, language);
    }

    /// <inheritdoc/>
    public string Model { get; }

    /// <summary>The labels of every class, in the order of the network's outputs.</summary>
    public IReadOnlyList<string> Labels => _reader.Labels;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not 1 to <see cref="MaxCandidates"/>.</exception>
    /// <exception cref="ObjectDisposedException">The recogniser was disposed of.</exception>
    public ImmutableArray<InkCandidate> RecognizeCharacter(ReadOnlySpan<Stroke> strokes, InkScript script, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxCandidates);
        if (strokes.Length is 0 or > DirectionMaps.MaxStrokes)
        {
            return [];
        }

        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var found = _reader.Read(strokes, AllMembers.AsSpan()[..strokes.Length], script, _ranked.AsSpan(0, count));
            if (found > 0 && MathF.Exp(_ranked[0].LogProbability) < _least)
            {
                return [];
            }

            var candidates = ImmutableArray.CreateBuilder<InkCandidate>(found);
            foreach (var (c, log) in _ranked.AsSpan(0, found))
            {
                candidates.Add(new InkCandidate(_reader.Labels[c], MathF.Exp(log)));
            }

            return candidates.MoveToImmutable();
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A space between words is a character of its own, whose only candidate is a space and which has no strokes, so that
    /// the text is the concatenation of the first candidates. Ink that underlines the line is no character.
    /// </remarks>
    /// <exception cref="ObjectDisposedException">The recogniser was disposed of.</exception>
    public RecognizedLine RecognizeLine(ReadOnlySpan<Stroke> strokes, InkScript script)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _lines.Read(strokes, script);
        }
    }

    /// <summary>
    /// Teaches the writer's profile what a line says. Characters that were read wrong and right are both taken, so that the
    /// profile does not unlearn what was right; which ink is which character, an alignment of reading and text says.
    /// </summary>
    /// <param name="lesson">Names the lesson: one that was taken before is not taken again.</param>
    /// <param name="strokes">The line's strokes in the order of writing.</param>
    /// <param name="text">What the writer says they are.</param>
    /// <returns>What was taken.</returns>
    /// <exception cref="ObjectDisposedException">The recogniser was disposed of.</exception>
    public WriterLesson Learn(ulong lesson, ReadOnlySpan<Stroke> strokes, string text)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_reader.Profile.Begin(lesson))
            {
                return default;
            }

            var taught = new WriterLesson();
            foreach (var (character, label) in CorrectionAlignment.Of(_lines.Read(strokes, InkScript.Any).Characters, text))
            {
                if (!_classes.TryGetValue(MarkWidths.Ascii(label), out var of))
                {
                    continue;
                }

                var wasRight = MarkWidths.Ascii(character.Candidates[0].Text) == MarkWidths.Ascii(label);
                taught = !_reader.Learn(strokes, character.Strokes.AsSpan(), of) ? taught with { Refused = taught.Refused + 1 }
                    : wasRight ? taught with { Confirmed = taught.Confirmed + 1 }
                    : taught with { Corrected = taught.Corrected + 1 };
            }

            _reader.Profile.Settle();
            return taught;
        }
    }

    /// <summary>The writer's profile as bytes (docs/formats/writer-profile.md), at most 768 KiB.</summary>
    /// <exception cref="ObjectDisposedException">The recogniser was disposed of.</exception>
    public byte[] WriteProfile()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return WriterProfileFile.Write(_reader.Profile, Model, _reader.Labels);
        }
    }

    /// <summary>Reads with another writer's profile from now on.</summary>
    /// <param name="content">What <see cref="WriteProfile"/> gave, or null for none. One made with another model counts as none.</param>
    /// <exception cref="InvalidDataException">It is no profile, or damaged.</exception>
    /// <exception cref="ObjectDisposedException">The recogniser was disposed of.</exception>
    public void ReadProfile(byte[]? content)
    {
        var profile = content is null ? new WriterProfile() : WriterProfileFile.Read(content, Model, _reader.Labels);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _reader.Profile = profile;
        }
    }

    /// <summary>Frees the network.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                _disposed = true;
                _reader.Dispose();
            }
        }
    }
}
