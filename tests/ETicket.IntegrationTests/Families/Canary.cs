using System.Text;
using Npgsql;

namespace ETicket.IntegrationTests.Families;

/// <summary>A word that must rest nowhere in the clear: looked for in every row of every table, as letters and as bytes.</summary>
internal static class Canary
{
    /// <summary>The tables that hold it, seen by the owner, whom no policy stops.</summary>
    public static async Task<IReadOnlyList<string>> TablesThatHoldAsync(string owner, string word)
    {
        await using var source = NpgsqlDataSource.Create(owner);
        var found = new List<string>();
        foreach (var table in await TablesAsync(source))
        {
            await using var command = source.CreateCommand($"select exists (select from {table} t where strpos(t::text, $1) > 0 or strpos(t::text, $2) > 0)");
            command.Parameters.Add(new() { Value = word });
            // A row of bytes is written in hexadecimal.
            command.Parameters.Add(new() { Value = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(word)) });
            if ((bool)(await command.ExecuteScalarAsync())!)
                found.Add(table);
        }
        return found;
    }

    private static async Task<string[]> TablesAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select array_agg(quote_ident(relname) order by relname) from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'");
        return (string[])(await command.ExecuteScalarAsync())!;
    }
}
