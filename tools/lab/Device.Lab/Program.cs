System.Console.WriteLine("LAB ok hello " + System.Runtime.InteropServices.RuntimeInformation.OSDescription);
