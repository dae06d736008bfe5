using Device.Link;

namespace Device.Coprocessor;

/// <summary>Executes requests; called once per request, never for a repetition.</summary>
public interface ICommandTarget
{
    /// <summary>Executes <paramref name="request"/> and answers it; must not throw, whatever the payload.</summary>
    Frame Execute(Frame request, long now);
}
