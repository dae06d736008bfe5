using System.Net.Http.Headers;

namespace Device.Cli;

/// <summary>The running <c>deviced</c> of a data folder, by its port and key in <c>DATA/run</c>.</summary>
internal sealed class RunningService : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http;

    private RunningService(int port, string token)
    {
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = Longest };
        _http.DefaultRequestHeaders.Add("X-Device-Token", token);
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    /// <summary>Finds the service.</summary>
    /// <returns>Null when none has written where it listens.</returns>
    /// <exception cref="UnauthorizedAccessException">This user may not read the key.</exception>
    internal static RunningService? Find(DirectoryInfo data)
    {
        var run = Path.Combine(data.FullName, "run");
        var (port, token) = (Path.Combine(run, "port"), Path.Combine(run, "token"));
        return File.Exists(port) && int.TryParse(File.ReadAllText(port), out var number)
            ? new RunningService(number, File.Exists(token) ? File.ReadAllText(token) : "")
            : null;
    }

    /// <summary>Asks.</summary>
    /// <returns>The answer's text, whatever its status.</returns>
    /// <exception cref="IOException">It does not answer.</exception>
    internal async Task<string> GetAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            return await response.Content.ReadAsStringAsync(cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new IOException($"deviced does not answer at {_http.BaseAddress}{path}: {e.Message}", e);
        }
    }

    /// <summary>Sends a file, however long that takes.</summary>
    /// <returns>Whether it was taken, and the answer's text.</returns>
    /// <exception cref="IOException">The file cannot be read, or the service does not answer.</exception>
    internal async Task<(bool IsOk, string Answer)> PostFileAsync(string path, string file, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = _http.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };
        foreach (var header in _http.DefaultRequestHeaders)
        {
            http.DefaultRequestHeaders.Add(header.Key, header.Value);
        }

        await using var stream = File.OpenRead(file);
        try
        {
            using var content = new StreamContent(stream);
            using var response = await http.PostAsync(new Uri(path, UriKind.Relative), content, cancellationToken);
            return (response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (HttpRequestException e)
        {
            throw new IOException($"deviced does not answer at {_http.BaseAddress}: {e.Message}", e);
        }
    }

    public void Dispose() => _http.Dispose();
}
