namespace Spark.Gateway.Tests.Support;

/// <summary>Test classes of this collection share one PostgreSQL.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresTests : ICollectionFixture<PrivatePostgres>
{
    public const string Name = "PostgreSQL";
}
