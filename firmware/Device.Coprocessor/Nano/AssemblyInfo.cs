using System.Reflection;
using System.Runtime.InteropServices;

[assembly: AssemblyTitle("Device.Coprocessor")]
[assembly: AssemblyProduct("Device")]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: ComVisible(false)]
