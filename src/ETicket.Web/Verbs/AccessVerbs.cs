using ETicket.Access;
using ETicket.Access.Factor;
using ETicket.Kernel;
using ETicket.Web.Running;

namespace ETicket.Web.Verbs;

/// <summary>
/// What only the operator does to accounts. <c>sign-out [IDENTIFIANT]</c>: ends every session of a login, or in an incident of everybody. <c>forget-code IDENTIFIANT</c>: asks it for no code
/// any more, for whoever lost the phone and the recovery codes and showed the mairie who it is. Refuses an identifiant nobody has with <see cref="UnknownLogin"/>.
/// </summary>
internal static class AccessVerbs
{
    public static async Task<int> SignOutAsync(Call call, CancellationToken stop)
    {
        var (name, _) = call.Subject();
        await using var ground = await Ground.FindAsync(call.Configuration, call.Progress, stop);
        await using var services = Services(call, ground);
        LoginId? login = name is null ? null : await FindAsync(services, name, stop);
        Console.WriteLine(VerbTexts.SignedOut(await services.GetRequiredService<Sessions>().CloseAllAsync(login?.Value, stop)));
        return 0;
    }

    public static async Task<int> ForgetCodeAsync(Call call, CancellationToken stop)
    {
        if (call.Subject().Subject is not { } name)
            throw new LoginNotNamed();
        await using var ground = await Ground.FindAsync(call.Configuration, call.Progress, stop);
        await using var services = Services(call, ground);
        var login = await FindAsync(services, name, stop);
        Console.WriteLine(await services.GetRequiredService<SecondFactors>().ForgetAsync(login.Value, stop) ? VerbTexts.CodeForgotten(name) : VerbTexts.NoCode(name));
        return 0;
    }

    private static async Task<LoginId> FindAsync(ServiceProvider services, string name, CancellationToken stop) =>
        await services.GetRequiredService<Logins>().FindAsync(name, stop) ?? throw new UnknownLogin(name);

    private static ServiceProvider Services(Call call, Ground ground) =>
        PortalHost.AddBusiness(new ServiceCollection().AddLogging(), ground.Database, PortalSettings.AddressOf(call.Configuration)).BuildServiceProvider();
}
