using ETicket.Access.Addresses;
using ETicket.Access.Events;
using ETicket.Access.Factor;
using ETicket.Access.Passwords;
using ETicket.Access.Preferences;
using ETicket.Access.Registering;
using ETicket.Access.SecondAccounts;
using ETicket.Mail.Pushes;
using ETicket.Persistence;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.Access;

/// <summary>What this module offers to the program.</summary>
public static class AccessModule
{
    /// <summary>PBKDF2-HMAC-SHA512 rounds: OWASP's floor is 210,000 (Password Storage Cheat Sheet, 2023); Identity's own default is below it.</summary>
    private const int HashRounds = 220_000;

    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.Configure<PasswordHasherOptions>(o => o.IterationCount = HashRounds);
        services.AddSingleton<IPasswordHasher<Login>, PasswordHasher<Login>>().AddSingleton<Tries>().AddSingleton<SignIn>().AddSingleton<Sessions>().AddSingleton<Logins>();
        services.AddSingleton<LoginEvents>().AddSingleton<PasswordChanges>().AddSingleton<ForgottenPasswords>().AddSingleton<EmailChanges>().AddSingleton<SecondFactors>().AddSingleton<Closings>().AddSingleton<FamilyPreferences>();
        services.AddOptions<PushOptions>();
        services.AddSingleton<PushDevices>().AddSingleton<OwnDevices>();
        services.AddSingleton<StructureFinder>().AddSingleton<Agreements>().AddSingleton<Registrations>().AddSingleton<NewAccounts>();
        services.AddSingleton<SecondAccesses>().AddSingleton<AccessDesk>().AddSingleton<Invitations>().AddSingleton<AddressNeeds>();
        // Cookies and the tokens of forms outlive a restart and are read by a second node. Keys belong to no structure.
        services.AddScoped(provider => provider.GetRequiredService<Database>().OutsideStructures());
        services.AddDataProtection().SetApplicationName("eticket").PersistKeysToDbContext<ETicketDb>();
        return services;
    }
}
