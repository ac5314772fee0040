using ETicket.Persistence.Sealing;

namespace ETicket.Web.Running;

/// <summary>« Ce que la production exige » — every setting without which the portal would run on a simulator, behind an open door or without a secret.</summary>
internal static class ProductionNeeds
{
    public const string VaultKeys = "Vault:Keys";
    public const string FirstVaultKey = "Vault:Keys:0";

    /// <summary>Refuses with <see cref="ProductionLacks"/>, naming every key at once.</summary>
    public static void Refuse(IConfiguration given)
    {
        List<string> missing = [];
        Need("Database:Address", given["Database:Address"] ?? given["Database:Admin"]);
        Need("Database:Passwords:App", given["Database:Passwords:App"]);
        Need("Database:Passwords:Worker", given["Database:Passwords:Worker"]);
        Need("Database:Passwords:Auditor", given["Database:Passwords:Auditor"]);
        Need("PublicAddress", given["PublicAddress"]);
        Need("AllowedHosts", given["AllowedHosts"] is "*" ? null : given["AllowedHosts"]);
        Need("Mail:Host", given["Mail:Host"]);
        Need("Mail:From", given["Mail:From"]);
        Need("Mail:Operator", given["Mail:Operator"]);
        Need(FirstVaultKey, given[FirstVaultKey]);
        missing.AddRange(UnreadableKeys(given).Except(missing, StringComparer.Ordinal));
        // Without these keys the public service is called; a simulator answers on this machine, or without a certificate.
        foreach (var key in new[] { "PayFip:ServiceAddress", "PayFip:PayerPage" })
        {
            if (given[key] is { } address && !(Uri.TryCreate(address, UriKind.Absolute, out var read) && read.Scheme == Uri.UriSchemeHttps && !read.IsLoopback))
                missing.Add(key);
        }
        if (given["PayFip:AcceptsTestPayments"] is { } tests && !tests.Equals("false", StringComparison.OrdinalIgnoreCase))
            missing.Add("PayFip:AcceptsTestPayments");
        if (given["Stripe:Address"] is { } api && new Uri(api).IsLoopback)
            missing.Add("Stripe:Address");
        missing.AddRange(given.GetSection("Stripe:Accounts").GetChildren().Concat(given.GetSection("PayPal:Accounts").GetChildren()).Where(a => !"true".Equals(a["Live"], StringComparison.OrdinalIgnoreCase)).Select(a => a.Path + ":Live"));
        if (!string.IsNullOrEmpty(given["PayPal:ServiceAddress"]))
            missing.Add("PayPal:ServiceAddress");
        if ("true".Equals(given["PayPal:AcceptsTestPayments"], StringComparison.OrdinalIgnoreCase))
            missing.Add("PayPal:AcceptsTestPayments");
        if (!string.IsNullOrEmpty(given["Push:Simulated"]))
            missing.Add("Push:Simulated");
        if (missing.Count > 0)
            throw new ProductionLacks(string.Join(", ", missing));

        void Need(string key, string? value)
        {
            if (string.IsNullOrWhiteSpace(value))
                missing.Add(key);
        }
    }

    /// <summary>Keys of the vault that are not 32 bytes in base64, by their names: what they hold is told to nobody.</summary>
    public static IEnumerable<string> UnreadableKeys(IConfiguration given) => given.GetSection(VaultKeys).GetChildren().Where(k => Vault.Read(k.Value) is null).Select(k => k.Path);
}
