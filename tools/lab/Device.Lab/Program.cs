using Device.Lab;
using Device.Lab.Audio;
using Device.Lab.Gpio;
using Device.Lab.Input;
using Device.Lab.Link;
using Device.Lab.Panels;
using Device.Lab.Pen;
using Device.Lab.Power;
using Device.Lab.Service;
using Device.Lab.Touch;

IReadOnlyList<LabCheck> all =
[
    .. PenChecks.All,
    .. PenLossChecks.All,
    .. PenRecordChecks.All,
    .. HidPenChecks.All,
    .. TouchChecks.All,
    .. DisplayChecks.All,
    .. GpioChecks.All,
    .. KeyChecks.All,
    .. ClockChecks.All,
    .. SerialChecks.All,
    .. SoundChecks.All,
    .. TpmChecks.All,
    .. ServiceChecks.All,
];

var bench = new LabBench(Console.In, Console.Out, TimeProvider.System);
return await new LabRun(bench, TimeProvider.System).RunAsync(all, args);
