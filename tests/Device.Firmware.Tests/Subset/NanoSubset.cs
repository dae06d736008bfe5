using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Device.Firmware.Tests.Subset;

/// <summary>
/// Finds what the stable nanoFramework (v1) lacks, breaks on or does differently. Compiling for .NET shows none of it, and even
/// the nanoFramework compiler lets some of it through to fail on the chip.
/// </summary>
internal static class NanoSubset
{
    /// <summary>Members of the base library that the firmware may use; each exists in nanoFramework.CoreLibrary 1.17.</summary>
    private static readonly HashSet<string> AllowedMembers =
    [
        "System.ArgumentException..ctor(string?, string?)",
        "System.ArgumentOutOfRangeException..ctor(string?, string?)",
        "System.Array.Copy(System.Array, int, System.Array, int, int)",
        "System.Array.Length",
        "System.DateTime.Ticks",
        "System.DateTime.UtcNow",
        "System.Diagnostics.Debug.WriteLine(string?)",
        "System.Exception.Message",
        "System.FlagsAttribute..ctor()",
        "System.Reflection.AssemblyProductAttribute..ctor(string)",
        "System.Reflection.AssemblyTitleAttribute..ctor(string)",
        "System.Reflection.AssemblyVersionAttribute..ctor(string)",
        "System.Runtime.InteropServices.ComVisibleAttribute..ctor(bool)",
        "System.Threading.Thread.Sleep(int)",
        "System.TimeSpan.TicksPerMillisecond",
        "byte.MaxValue",
        "int.ToString()",
        "short.MinValue",
        "string.Length",
        "string.String(char[], int, int)",
        "string.this[int]",
        "ushort.MaxValue",
    ];

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is "System.Private.CoreLib.dll" or "System.Runtime.dll" or "System.Collections.dll" or "System.Linq.dll")
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Says for each offence where it is and what it is; compiler errors are offences too.</summary>
    public static List<string> FindOffences(IEnumerable<(string Name, string Text)> sources, bool isProgram = false)
    {
        var options = new CSharpParseOptions(LanguageVersion.CSharp10);
        var trees = sources.Select(source => CSharpSyntaxTree.ParseText(source.Text, options, source.Name)).ToList();
        var compilation = CSharpCompilation.Create(
            "Firmware",
            trees,
            References,
            new CSharpCompilationOptions(
                isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable));

        var offences = compilation.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
            .Select(diagnostic => diagnostic.ToString())
            .ToList();
        foreach (var tree in trees.Where(tree => !tree.FilePath.EndsWith("NanoShims.cs", StringComparison.Ordinal)))
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var token in tree.GetRoot().DescendantTokens())
            {
                Report(offences, tree, token.SpanStart, DescribeToken(token));
            }

            foreach (var node in tree.GetRoot().DescendantNodes())
            {
                Report(offences, tree, node.SpanStart, DescribeSyntax(node) ?? DescribeMeaning(node, model, compilation.Assembly));
            }
        }

        return offences;
    }

    private static string? DescribeToken(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.AsyncKeyword or SyntaxKind.AwaitKeyword => "async",
        SyntaxKind.UnsafeKeyword or SyntaxKind.FixedKeyword => "unsafe code",
        SyntaxKind.CheckedKeyword => "checked, which does not throw on the chip",
        SyntaxKind.DecimalKeyword => "decimal",
        SyntaxKind.Utf8StringLiteralToken => "a UTF-8 literal",
        _ => null,
    };

    private static string? DescribeSyntax(SyntaxNode node) => node switch
    {
        TypeParameterListSyntax => "a generic type or method",
        GenericNameSyntax => "a generic name",
        YieldStatementSyntax => "an iterator",
        TupleTypeSyntax or TupleExpressionSyntax or ParenthesizedVariableDesignationSyntax => "a tuple",
        RecordDeclarationSyntax => "a record",
        RangeExpressionSyntax => "a range",
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.IndexExpression } => "an index from the end",
        ArrayRankSpecifierSyntax { Rank: > 1 } => "a multi-dimensional array",
        StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax => "stackalloc",
        PointerTypeSyntax or FunctionPointerTypeSyntax => "unsafe code",
        AnonymousObjectCreationExpressionSyntax => "an anonymous type",
        QueryExpressionSyntax => "a query",
        MethodDeclarationSyntax { Parent: InterfaceDeclarationSyntax } method when method.Body != null || method.ExpressionBody != null =>
            "a default interface method",
        _ => null,
    };

    private static string? DescribeMeaning(SyntaxNode node, SemanticModel model, IAssemblySymbol own)
    {
        if (node is not (ExpressionSyntax or AttributeSyntax))
        {
            return null;
        }

        if (DescribeType(model.GetTypeInfo(node).Type) is { } type)
        {
            return type;
        }

        var symbol = model.GetSymbolInfo(node).Symbol;
        if (symbol is IMethodSymbol { IsGenericMethod: true })
        {
            return "a generic method, " + symbol.Name;
        }

        if (symbol is IMethodSymbol { Name: "ToString" } && model.GetTypeInfo((node as MemberAccessExpressionSyntax)?.Expression ?? (ExpressionSyntax)node).Type?.TypeKind == TypeKind.Enum)
        {
            return "the name of an enum value, which is its number on the chip";
        }

        return symbol is IMethodSymbol { MethodKind: not MethodKind.BuiltinOperator } or IPropertySymbol or IFieldSymbol or IEventSymbol
            && !SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, own)
            && !AllowedMembers.Contains(Name(symbol))
            ? "a library member that is not on the list, " + Name(symbol)
            : null;
    }

    private static string? DescribeType(ITypeSymbol? type) => type switch
    {
        null => null,
        { TypeKind: TypeKind.Dynamic } => "dynamic",
        { SpecialType: SpecialType.System_Decimal } => "decimal",
        { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } => "a nullable value type",
        { IsTupleType: true } => "a tuple",
        IArrayTypeSymbol { Rank: > 1 } => "a multi-dimensional array",
        IPointerTypeSymbol => "unsafe code",
        INamedTypeSymbol { IsGenericType: true } => "a generic type, " + type.Name,
        _ => null,
    };

    private static string Name(ISymbol symbol)
    {
        var name = symbol.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);
        return symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } && symbol.ContainingType.SpecialType == SpecialType.None
            ? symbol.ContainingType.ToDisplayString() + "..ctor" + name[name.IndexOf('(', StringComparison.Ordinal)..]
            : name;
    }

    private static void Report(List<string> offences, SyntaxTree tree, int at, string? what)
    {
        if (what != null)
        {
            offences.Add($"{tree.FilePath}({tree.GetLineSpan(new(at, 0)).StartLinePosition.Line + 1}): {what}");
        }
    }
}
