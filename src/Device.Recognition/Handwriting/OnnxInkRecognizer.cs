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
    private readonly RankedClass[] _ranked = new RankedClass[MaxCandidates];
    private bool _disposed;

    /// <summary>Loads a bundle.</summary>
    /// <param name="bundle">A bundle whose files have been checked.</param>
    /// <param name="options">How to read, or null for the defaults.</param>
    /// <exception cref="ModelBundleException">The bundle is of another kind, or its network cannot be used.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public OnnxInkRecognizer(ModelBundle bundle, InkRecognizerOptions? options = null)
    {
        options ??= new InkRecognizerOptions();
        options.Validate();
        if (bundle.Manifest.Kind != BundleKind)
        {
            throw new ModelBundleException(bundle.Directory, "manifest.json", $"kind: '{bundle.Manifest.Kind}', expected '{BundleKind}'");
        }

        Model = bundle.Manifest.Id;
        _reader = new CharacterReader(bundle, options);
        _lines = new LineReader(_reader, options.Line);
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
            _reader.Load(0, strokes, AllMembers.AsSpan()[..strokes.Length]);
            _reader.Run(1);
            var found = _reader.Rank(0, script, _ranked.AsSpan(0, count), out _);
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
