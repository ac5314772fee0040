using System.Security.Cryptography;
using ETicket.Persistence.Sealing;

namespace ETicket.Web.Running;

/// <summary>« Clé de développement » — where no key of the vault is configured, one is made in the data folder at the first start, for this account's eyes alone.</summary>
internal static class DevelopmentKey
{
    public const string FileName = "vault.key";

    private const UnixFileMode OursAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Refuses with <see cref="VaultKeyUnreadable"/> a key that is none, configured or in the file; it is never written over: what it sealed would be lost.</summary>
    public static void Ensure(IConfigurationManager configuration, string folder)
    {
        if (configuration.GetSection(ProductionNeeds.VaultKeys).GetChildren().Any())
        {
            foreach (var unreadable in ProductionNeeds.UnreadableKeys(configuration))
                throw new VaultKeyUnreadable(unreadable);
            return;
        }
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            Make(path);
        var key = File.ReadAllText(path);
        if (Vault.Read(key) is null)
            throw new VaultKeyUnreadable(path);
        configuration.AddInMemoryCollection(new Dictionary<string, string?> { [ProductionNeeds.FirstVaultKey] = key.Trim() });
    }

    /// <summary>Written whole beside, then named: a start killed in the middle leaves no half key, and of two starts one names its own.</summary>
    private static void Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OursAlone;
        using (var file = new StreamWriter(draft, options))
            file.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Vault.KeyBytes)));
        try
        {
            File.Move(draft, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
