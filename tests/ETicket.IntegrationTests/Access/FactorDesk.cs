using Npgsql;

namespace ETicket.IntegrationTests.Access;

/// <summary>The application of a phone: it reads the key a person copied (RFC 4648 §6), by an arithmetic of its own.</summary>
internal static class FactorDesk
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static byte[] Read(string key)
    {
        var bits = string.Concat(key.Where(c => c != ' ').Select(c => Convert.ToString(Alphabet.IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }

    /// <summary>What a table nobody but the application reads says, asked behind the walls.</summary>
    public static async Task<string> ReadOwnAsync(NpgsqlDataSource owner, string sql)
    {
        await using var command = owner.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
