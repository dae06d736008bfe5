using BenchmarkDotNet.Attributes;

namespace Device.Bench.Screen;

/// <summary>The steps of a page one by one.</summary>
[MemoryDiagnoser]
public class PageBenchmarks
{
    private PageSteps? _steps;

    /// <summary>The page.</summary>
    [ParamsAllValues]
    public PageKind Page { get; set; }

    /// <summary>Makes the page.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _steps = new PageSteps(Page);
        _steps.Reset();
    }

    /// <summary>A plain copy.</summary>
    [Benchmark(Baseline = true)]
    public void Copy() => _steps!.Copy();

    /// <summary>What differs.</summary>
    [Benchmark]
    public void Damage() => _steps!.Damage();

    /// <summary>To sixteen greys.</summary>
    [Benchmark]
    public void Dither() => _steps!.Dither();

    /// <summary>To four bits.</summary>
    [Benchmark]
    public void Pack() => _steps!.Pack();
}
