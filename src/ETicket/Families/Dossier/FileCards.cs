using ETicket.Families.Changes;
using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Families.Dossier;

/// <summary>
/// « Je valide mes modifications » — one card at a time, as far as the state of the file lets its family write. Of two people who write one card, the second is told and nothing of
/// theirs is written until they have seen what the first wrote.
/// </summary>
public sealed class FileCards(Database database)
{
    /// <summary>As many cards of a kind as a file takes from its family.</summary>
    public const int Most = 20;

    /// <summary>
    /// « Enregistrer la fiche » — the fields that differ, and no other; of a validated file, those the mairie has to agree to become requests. The same again writes nothing. Refuses with
    /// <see cref="UnknownCard"/>, <see cref="FileIsBeingRead"/>, <see cref="FormIncomplete"/>, <see cref="CardRefused"/> (field by field) or <see cref="CardChangedMeanwhile"/>.
    /// </summary>
    public Task<SavedCard> SaveAsync(CardForm form, CancellationToken stop) => Conflicts.ReplayAsync(async () =>
    {
        await using var work = await database.BeginAsync(form.Structure, stop);
        var state = await HoldAsync(work, form.Family, stop);
        await RunAsync(work, CardSql.Hold(form.Kind), form, [], stop);
        var card = await CardReader.FindAsync(work, form.Family, form.Kind, form.Subject, stop) ?? throw new UnknownCard();
        var (writable, asked) = (Fields.Writable(state, form.Kind, card.EmailHeld).ToList(), Fields.Asked(state, form.Kind).ToList());
        if (writable.Count + asked.Count == 0)
            throw new FileIsBeingRead();
        var wanted = await ReadAsync(work, form, [.. writable, .. asked], card, stop);
        var changed = writable.Where(f => wanted[f.Name] != card[f.Name]).ToList();
        var requests = asked.Where(f => wanted[f.Name] != card[f.Name]).ToList();
        if (changed.Count + requests.Count > 0 && form.Version != card.Version)
            throw new CardChangedMeanwhile();
        if (changed.Any(f => f.Name == Fields.Pays) && wanted[Fields.Pays] == "true")
            await OnePayerAsync(work, form, stop);
        foreach (var (sql, fields) in CardSql.Write(form.Kind, changed))
            await RunAsync(work, sql, form, [.. fields.Select(f => wanted[f.Name])], stop);
        foreach (var field in requests)
            await FileChanges.AskAsync(work, form, field.Name, card[field.Name], wanted[field.Name], stop);
        await work.CommitAsync(stop);
        return new SavedCard(changed.Count, requests.Count);
    }, stop);

    /// <summary>
    /// « Ajouter une personne » — a card of its own under the id the form was made with; sent twice, one is added. Of a validated file, a child or a responsable is asked of the mairie.
    /// Refuses with <see cref="FileIsBeingRead"/> where the family adds none, <see cref="TooManyCards"/>, <see cref="FormIncomplete"/> or <see cref="CardRefused"/>.
    /// </summary>
    public Task<SavedCard> AddAsync(CardForm form, CancellationToken stop) => Conflicts.ReplayAsync(async () =>
    {
        await using var work = await database.BeginAsync(form.Structure, stop);
        var state = await HoldAsync(work, form.Family, stop);
        var asks = Fields.MayBeAskedFor(state, form.Kind);
        if (!asks && !Fields.MayBeAdded(state, form.Kind))
            throw new FileIsBeingRead();
        if (await CardReader.FindAsync(work, form.Family, form.Kind, form.Subject, stop) is not null)
            return new SavedCard(0, 0);
        var file = await CardReader.ReadAsync(work, form.Family, stop);
        if (file.Of(form.Kind).Count() + file.Changes.Count(c => c is { IsCard: true, State: ChangeState.Pending } && c.Kind == form.Kind && c.Subject != form.Subject) >= Most)
            throw new TooManyCards(Most);
        var wanted = await ReadAsync(work, form, Fields.Of(form.Kind), new(form.Kind, form.Subject, "", new Dictionary<string, string>()), stop);
        if (asks)
            await FileChanges.AskAsync(work, form, FileChange.WholeCard, "", FileChange.Written(wanted), stop);
        else
            await InsertAsync(work, form, wanted, stop);
        await work.CommitAsync(stop);
        return asks ? new SavedCard(0, 1) : new SavedCard(1, 0);
    }, stop);

    /// <summary>The rows of a new card. Refuses with <see cref="FormIncomplete"/> an id that is somebody else's: nothing of theirs is touched.</summary>
    internal static async Task InsertAsync(Work work, CardForm form, IReadOnlyDictionary<string, string> wanted, CancellationToken stop)
    {
        if (wanted.GetValueOrDefault(Fields.Pays) == "true")
            await OnePayerAsync(work, form, stop);
        foreach (var (sql, written) in CardSql.Add(form.Kind))
        {
            if (await RunAsync(work, sql, form, [.. written.Select(f => wanted[f.Name])], stop) == 0)
                throw new FormIncomplete();
        }
    }

    /// <summary>« Tenir le dossier » — its state, which nobody changes before this transaction ends; refuses with <see cref="UnknownCard"/>.</summary>
    internal static async Task<FileState> HoldAsync(Work work, FamilyId family, CancellationToken stop)
    {
        await using var command = work.Command("select file_state from family where structure_id = $1 and id = $2 for no key update", work.Structure.Value, family.Value);
        return await command.ExecuteScalarAsync(stop) is string state ? Enum.Parse<FileState>(state) : throw new UnknownCard();
    }

    /// <summary>Every field that may be written, judged; those that may not keep what they hold. What the form does not send at all is no form of ours.</summary>
    private static async Task<Dictionary<string, string>> ReadAsync(Work work, CardForm form, IReadOnlyList<Field> writable, Card card, CancellationToken stop)
    {
        var (choices, today) = (await CardReader.ChoicesAsync(work, stop), ParisTime.DayOf(await work.NowAsync(stop)));
        Dictionary<string, string> wanted = new(card.Values, StringComparer.Ordinal);
        Dictionary<string, Refusal> faults = new(StringComparer.Ordinal);
        foreach (var field in writable)
        {
            try
            {
                wanted[field.Name] = FieldRules.Read(field, form.Typed.TryGetValue(field.Name, out var typed) ? typed : throw new FormIncomplete(), today, choices);
            }
            catch (Refusal fault) when (fault is not FormIncomplete)
            {
                faults[field.Name] = fault;
            }
        }
        if (faults.Count == 0 && writable.Any(f => f.Name == Fields.Derogation) && LacksReason(card, wanted))
            faults[Fields.DerogationReason] = new DerogationWithoutReason();
        return faults.Count == 0 ? wanted : throw new CardRefused(faults);
    }

    /// <summary>A dérogation is the child's, its reason each home's own: whoever finds one that the other home asked for need not say why.</summary>
    private static bool LacksReason(Card before, Dictionary<string, string> wanted) =>
        wanted[Fields.Derogation] == "true" && wanted[Fields.DerogationReason].Length == 0 && !(before.Is(Fields.Derogation) && before[Fields.DerogationReason].Length == 0);

    /// <summary>One person pays: whoever did pays no more.</summary>
    internal static async Task OnePayerAsync(Work work, CardForm form, CancellationToken stop) =>
        await RunAsync(work, "update guardian set pays = false where structure_id = $1 and family_id = $2 and id <> $3 and pays", form, [], stop);

    internal static async Task<int> RunAsync(Work work, string sql, CardForm form, IReadOnlyList<string> values, CancellationToken stop)
    {
        await using var command = work.Command(sql, [form.Structure.Value, form.Family.Value, form.Subject, .. values]);
        return await command.ExecuteNonQueryAsync(stop);
    }
}
