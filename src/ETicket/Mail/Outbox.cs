using System.Data.Common;
using ETicket.Kernel;
using ETicket.Mail.Letters;

namespace ETicket.Mail;

/// <summary>Whom a letter is for: the address is read when it leaves.</summary>
internal sealed record Addressee(StructureId StructureId, FamilyId FamilyId, GuardianId GuardianId);

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
        return await command.ExecuteNonQueryAsync(stop) == 1;
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
