namespace Device.Core.Learning;

/// <summary>Greek letters and their names in LaTeX.</summary>
internal static class GreekLetters
{
    private static readonly Dictionary<string, string> ByName = new(StringComparer.Ordinal)
    {
        ["\\alpha"] = "α",
        ["\\beta"] = "β",
        ["\\gamma"] = "γ",
        ["\\delta"] = "δ",
        ["\\epsilon"] = "ε",
        ["\\varepsilon"] = "ε",
        ["\\zeta"] = "ζ",
        ["\\eta"] = "η",
        ["\\theta"] = "θ",
        ["\\vartheta"] = "θ",
        ["\\iota"] = "ι",
        ["\\kappa"] = "κ",
        ["\\lambda"] = "λ",
        ["\\mu"] = "μ",
        ["\\nu"] = "ν",
        ["\\xi"] = "ξ",
        ["\\pi"] = "π",
        ["\\rho"] = "ρ",
        ["\\sigma"] = "σ",
        ["\\tau"] = "τ",
        ["\\upsilon"] = "υ",
        ["\\phi"] = "φ",
        ["\\varphi"] = "φ",
        ["\\chi"] = "χ",
        ["\\psi"] = "ψ",
        ["\\omega"] = "ω",
        ["\\Gamma"] = "Γ",
        ["\\Delta"] = "Δ",
        ["\\Theta"] = "Θ",
        ["\\Lambda"] = "Λ",
        ["\\Xi"] = "Ξ",
        ["\\Pi"] = "Π",
        ["\\Sigma"] = "Σ",
        ["\\Phi"] = "Φ",
        ["\\Psi"] = "Ψ",
        ["\\Omega"] = "Ω",
        ["\\infty"] = "∞",
    };

    private static readonly Dictionary<string, string> Names = ByName.GroupBy(p => p.Value).ToDictionary(g => g.Key, g => g.Key is "φ" ? "\\varphi" : g.First().Key, StringComparer.Ordinal);

    public static string? FromLatex(string word) => ByName.GetValueOrDefault(word);

    /// <summary>The name with a space after it, or null for any other letter.</summary>
    public static string? ToLatex(string letter) => Names.TryGetValue(letter, out var name) ? name + " " : null;
}
