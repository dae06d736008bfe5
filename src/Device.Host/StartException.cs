using Device.Boards;
using Microsoft.Extensions.Options;

namespace Device.Host;

/// <summary>The machine cannot start. The message is for the person who started it, without a stack trace.</summary>
internal sealed class StartException(string message, Exception inner) : Exception(message, inner)
{
    /// <summary>Turns what may go wrong at start into a message.</summary>
    public static T Guard<T>(Func<T> start)
    {
        try
        {
            return start();
        }
        catch (Exception e) when (Describe(e) is { } message)
        {
            throw new StartException(message, e);
        }
    }

    /// <inheritdoc cref="Guard{T}"/>
    public static async Task<T> GuardAsync<T>(Func<Task<T>> start)
    {
        try
        {
            return await start();
        }
        catch (Exception e) when (Describe(e) is { } message)
        {
            throw new StartException(message, e);
        }
    }

    private static string? Describe(Exception e) => e switch
    {
        OptionsValidationException options => string.Join('\n', options.Failures),
        System.ComponentModel.DataAnnotations.ValidationException => e.Message,
        BoardException or IOException or UnauthorizedAccessException => e.Message,
        InvalidOperationException { InnerException: FormatException } => $"{e.Message} {e.InnerException.Message}",
        _ => null,
    };
}
