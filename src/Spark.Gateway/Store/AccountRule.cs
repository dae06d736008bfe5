namespace Spark.Gateway.Store;

/// <summary>Which account a machine joins when it is seen for the first time.</summary>
public enum AccountRule
{
    /// <summary>An account of its own, until an operator assigns another: nobody sees anybody's notes by accident.</summary>
    Own = 0,

    /// <summary>The account of its tenant, up to the limit of machines: for one person or one family.</summary>
    Tenant = 1,
}
