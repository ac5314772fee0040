using Npgsql;

namespace ETicket.Mail.Rounds;

/// <summary>
/// « Encore vrai ? » — a letter may wait a night, or a day without a server, while the family does what it asks: what it says is looked at again as it leaves. One sentence a kind, in
/// <c>StillTrue.Sentences.cs</c>: it answers the variables as they are true now, and nothing where there is nothing left to say.
/// </summary>
internal sealed partial class StillTrue(NpgsqlDataSource worker)
{
    /// <summary>The variables of the letter as they are true now; null when there is nothing left to say.</summary>
    public async Task<string?> LookAsync(ClaimedLetter letter, CancellationToken stop)
    {
        if (!Sentences.TryGetValue(letter.Name, out var sentence))
            return letter.Variables;
        await using var command = worker.CreateCommand(sentence);
        command.Parameters.Add(new() { Value = letter.StructureId.Value });
        command.Parameters.Add(new() { Value = letter.Id });
        return (string?)await command.ExecuteScalarAsync(stop);
    }
}
