using Device.Lab;
using Device.Lab.Panels;
using Device.Lab.Pen;

IReadOnlyList<LabCheck> all =
[
    .. PenChecks.All,
    .. PenLossChecks.All,
    .. DisplayChecks.All,
];

var bench = new LabBench(Console.In, Console.Out, TimeProvider.System);
return await new LabRun(bench, TimeProvider.System).RunAsync(all, args);
