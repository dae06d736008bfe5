namespace Spark.Gateway.Store;

/// <summary>Rows given to a statement, as it may stand after FROM or JOIN. Immutable.</summary>
/// <param name="Sql">The expression with its name.</param>
/// <param name="Parameters">The parameters it uses.</param>
internal sealed record SqlTable(string Sql, (string Name, object? Value)[] Parameters);
