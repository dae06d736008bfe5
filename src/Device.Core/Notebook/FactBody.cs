namespace Device.Core.Notebook;

/// <summary>What a fact says, without who said it and when. Immutable; equal when the content is equal.</summary>
public abstract record FactBody
{
    private protected FactBody()
    {
    }

    /// <summary>The kind's number.</summary>
    public abstract FactKind Kind { get; }

    internal abstract void Write(FactWriter writer);

    /// <summary>The same said of facts that got other names.</summary>
    internal abstract FactBody Rename(FactNames names);
}
