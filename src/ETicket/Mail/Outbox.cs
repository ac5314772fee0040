using System.Data.Common;
using ETicket.Kernel;
using ETicket.Mail.Letters;

namespace ETicket.Mail;

/// <summary>Whom a letter is for: the address is read when it leaves.</summary>
internal sealed record Addressee(StructureId StructureId, FamilyId FamilyId, GuardianId GuardianId)
{
    /// <summary>One address that is not in the file, or not any more: where that of a file changes, and nowhere else.</summary>
    public string? Address { get; init; }
}

/// <summary>« Courrier au départ » — puts a letter in the same transaction as the fact it tells: no fact without its letter, no letter of a fact undone.</summary>
internal static class Outbox
{
    /// <summary>
    /// One letter per event and person, however often it is asked: false when it was already there. The caller's transaction decides whether it exists.
    /// </summary>
    /// <param name="reference">The event: the same event gives the same reference.</param>
    public static async Task<bool> AddAsync<TLetter>(DbTransaction transaction, Addressee to, string reference, TLetter letter, CancellationToken stop)
        where TLetter : ILetter
    {
        await using var command = Command(transaction, OutboxSql.Add);
        Set(command, "structure", to.StructureId.Value);
        Set(command, "name", TLetter.Name);
        Set(command, "reference", reference);
        Set(command, "family", to.FamilyId.Value);
        Set(command, "guardian", to.GuardianId.Value);
        Set(command, "variables", LetterJson.Write(letter));
        Set(command, "expires", new[] { letter.ExpiresAt?.ToUniversalTime() });
        Set(command, "addresses", new[] { to.Address });
        return await command.ExecuteNonQueryAsync(stop) == 1;
    }

    /// <summary>
    /// The same event told to many people in one statement, once each however often it is asked: answers those who had not been told yet. The caller's transaction decides whether the
    /// letters exist.
    /// </summary>
    public static async Task<IReadOnlySet<GuardianId>> AddAllAsync<TLetter>(DbTransaction transaction, string reference, IReadOnlyList<(Addressee To, TLetter Letter)> letters, CancellationToken stop)
        where TLetter : ILetter
    {
        await using var command = Command(transaction, OutboxSql.AddAll);
        Set(command, "name", TLetter.Name);
        Set(command, "reference", reference);
        Set(command, "structures", letters.Select(l => l.To.StructureId.Value).ToArray());
        Set(command, "families", letters.Select(l => l.To.FamilyId.Value).ToArray());
        Set(command, "guardians", letters.Select(l => l.To.GuardianId.Value).ToArray());
        Set(command, "variables", letters.Select(l => LetterJson.Write(l.Letter)).ToArray());
        Set(command, "expires", letters.Select(l => l.Letter.ExpiresAt?.ToUniversalTime()).ToArray());
        var told = new HashSet<GuardianId>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            told.Add(new GuardianId(reader.GetGuid(0)));
        return told;
    }

    private static DbCommand Command(DbTransaction transaction, string sql)
    {
        var connection = transaction.Connection ?? throw new InvalidOperationException("The transaction is over.");
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return command;
    }

    private static void Set(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}
