using System.Collections.Immutable;
using System.Text;

namespace Device.Core.Learning;

/// <summary>
/// A polynomial with exact coefficients in any number of named atoms, in canonical form: equal when the same. Atoms are letters, and what
/// is no polynomial, named by its canonical form. The square of an atom <c>√n</c> is n. Bounded: 512 terms, degree 64. Immutable.
/// </summary>
internal sealed class Polynomial
{
    public const int MaxTerms = 512;
    public const int MaxDegree = 64;

    /// <summary>Monomials are <c>atom^exponent</c> joined by <c>·</c> in ordinal order of atoms; the constant's is empty.</summary>
    private readonly ImmutableSortedDictionary<string, Term> _terms;

    private Polynomial(ImmutableSortedDictionary<string, Term> terms) => _terms = terms;

    public static Polynomial Zero { get; } = new(ImmutableSortedDictionary.Create<string, Term>(StringComparer.Ordinal));

    public bool IsZero => _terms.IsEmpty;

    /// <summary>The number, when there is no atom.</summary>
    public Rational? Constant => IsZero ? Rational.Zero : _terms.Count == 1 && _terms.TryGetValue("", out var only) ? only.Factor : null;

    public int Terms => _terms.Count;

    public Rational LeadingFactor => IsZero ? Rational.Zero : _terms.Values.Last().Factor;

    public static Polynomial Of(Rational number) => Zero.Add([], number);

    public static Polynomial Atom(string name) => Zero.Add([(name, 1)], 1);

    public static Polynomial operator +(Polynomial a, Polynomial b) => b._terms.Values.Aggregate(a, (sum, t) => sum.Add(t.Atoms, t.Factor));

    public static Polynomial operator -(Polynomial a) => a.Times(-1);

    public static Polynomial operator -(Polynomial a, Polynomial b) => a + -b;

    public static Polynomial operator *(Polynomial a, Polynomial b)
    {
        if ((long)a.Terms * b.Terms > 16L * MaxTerms)
        {
            throw new ExpressionLimitException($"a product of polynomials of {a.Terms} and {b.Terms} terms");
        }

        var product = Zero;
        foreach (var x in a._terms.Values)
        {
            foreach (var y in b._terms.Values)
            {
                var (atoms, factor) = Multiply(x.Atoms, y.Atoms);
                product = product.Add(atoms, x.Factor * y.Factor * factor);
            }
        }

        return product;
    }

    public Polynomial Times(Rational factor) => factor.IsZero ? Zero : new(_terms.ToImmutableSortedDictionary(t => t.Key, t => t.Value with { Factor = t.Value.Factor * factor }, StringComparer.Ordinal));

    public Polynomial Power(int exponent)
    {
        if (exponent > MaxDegree)
        {
            throw new ExpressionLimitException($"a power of degree {exponent}");
        }

        var result = Of(1);
        for (var i = 0; i < exponent; i++)
        {
            result *= this;
        }

        return result;
    }

    public bool IsSame(Polynomial other) => (this - other).IsZero;

    /// <summary>The factor by which this is the other, or null.</summary>
    public Rational? RatioTo(Polynomial other)
    {
        if (IsZero || other.IsZero)
        {
            return null;
        }

        var ratio = LeadingFactor / other.LeadingFactor;
        return IsSame(other.Times(ratio)) ? ratio : null;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, term) in _terms)
        {
            text.Append(text.Length > 0 ? "+" : "").Append(term.Factor).Append(name.Length > 0 ? "·" + name : "");
        }

        return text.Length == 0 ? "0" : text.ToString();
    }

    private Polynomial Add(ImmutableArray<(string Atom, int Exponent)> atoms, Rational factor)
    {
        var key = string.Join('·', atoms.Select(a => a.Exponent == 1 ? a.Atom : $"{a.Atom}^{a.Exponent}"));
        var sum = _terms.TryGetValue(key, out var known) ? known.Factor + factor : factor;
        if (sum.IsZero)
        {
            return new(_terms.Remove(key));
        }

        return _terms.Count < MaxTerms || known.Atoms.IsDefault == false
            ? new(_terms.SetItem(key, new Term(atoms, sum)))
            : throw new ExpressionLimitException($"a polynomial of more than {MaxTerms} terms");
    }

    private static (ImmutableArray<(string, int)> Atoms, Rational Factor) Multiply(ImmutableArray<(string Atom, int Exponent)> a, ImmutableArray<(string Atom, int Exponent)> b)
    {
        var factor = Rational.One;
        var atoms = ImmutableArray.CreateBuilder<(string, int)>();
        foreach (var group in a.Concat(b).GroupBy(x => x.Atom).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var exponent = group.Sum(x => x.Exponent);
            if (exponent > MaxDegree)
            {
                throw new ExpressionLimitException($"a power of degree {exponent}");
            }

            if (group.Key[0] == '√' && int.TryParse(group.Key.AsSpan(1), out var square))
            {
                factor *= ((Rational)square).Power(exponent / 2);
                exponent %= 2;
            }

            if (exponent > 0)
            {
                atoms.Add((group.Key, exponent));
            }
        }

        return (atoms.ToImmutable(), factor);
    }

    private readonly record struct Term(ImmutableArray<(string Atom, int Exponent)> Atoms, Rational Factor);
}
