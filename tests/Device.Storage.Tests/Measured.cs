using System.Diagnostics.Metrics;

namespace Device.Storage.Tests;

/// <summary>Adds up what the instruments of one journal say.</summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, (int Count, double Sum)> _values = [];

    public Measured()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // Journals of other tests have meters of the same name.
            if (instrument.Meter == Metrics.Meter)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((i, value, _, _) => Add(i.Name, value));
        _listener.SetMeasurementEventCallback<int>((i, value, _, _) => Add(i.Name, value));
        _listener.SetMeasurementEventCallback<double>((i, value, _, _) => Add(i.Name, value));
        _listener.Start();
    }

    public StorageMetrics Metrics { get; } = new();

    public int Count(string name)
    {
        lock (_values)
        {
            return _values.GetValueOrDefault(name).Count;
        }
    }

    public double Sum(string name)
    {
        lock (_values)
        {
            return _values.GetValueOrDefault(name).Sum;
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Metrics.Dispose();
    }

    private void Add(string name, double value)
    {
        lock (_values)
        {
            var (count, sum) = _values.GetValueOrDefault(name);
            _values[name] = (count + 1, sum + value);
        }
    }
}
