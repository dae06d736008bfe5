using Device.Storage.Tests;

if (args is [AppendingChild.Verb, var folder, var count, var writers])
{
    return await AppendingChild.RunAsync(folder, int.Parse(count, null), int.Parse(writers, null));
}

if (args is [WholeStoreChild.Verb, var data, var rounds])
{
    return WholeStoreChild.Run(data, int.Parse(rounds, null));
}

return await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
