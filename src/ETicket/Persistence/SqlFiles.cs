using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace ETicket.Persistence;

/// <summary>
/// The SQL of the business: functions, triggers, views and rights, in files beside their module. They are written to be run again, and run whole
/// after each migration, in this order.
/// </summary>
internal static class SqlFiles
{
    public static readonly IReadOnlyList<string> InOrder =
    [
        "Persistence/Clock.sql",
        "Ledger/Ledger.sql",
        "Wallets/Wallets.sql",
        "Planning/Custody/Home.sql",
        "Planning/Planning.sql",
        "Planning/Custody/Custody.sql",
        "Planning/Waiting/Places.sql",
        "Planning/Foresight/Forecast.sql",
        "Planning/Standing/Standing.sql",
        "Planning/Telling/BookingSummaries.sql",
        "Planning/Telling/EmptyWeeks.sql",
        "Treasury/Invoices.sql",
        "Treasury/Childcare.sql",
        "Payments/Payments.sql",
        "Payments/Providers/Accounts.sql",
        "Structures/FormerNames.sql",
        "Treasury/Reconciliation/Numbers.sql",
        "Treasury/Reconciliation/Transit.sql",
        "Persistence/Runs/Runs.sql",
        "Mail/Documents/Documents.sql",
        "Wallets/Statements.sql",
        "Access/Access.sql",
        "Persistence/Violations.sql",
        "Persistence/Isolation.sql",
    ];

    /// <summary>« Empreinte » — of all of them, in their order, the same on every system: a database bears it once they were run whole.</summary>
    public static string Fingerprint { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(InOrder.Select(file => $"{file}\n{Read(file).ReplaceLineEndings("\n")}\n")))));

    public static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"SQL file {name} is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
