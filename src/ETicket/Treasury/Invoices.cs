using ETicket.Families;
using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Payments;
using ETicket.Payments.Invoicing;
using ETicket.Persistence;
using ETicket.Structures;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ETicket.Treasury;

/// <summary>« Factures » — what is billed after use: issued once, paid whole like tickets are, owed again when its payment is undone.</summary>
public sealed class Invoices(Database database, PortalAddress? portal = null) : IPaymentOutcome
{
    private readonly PortalAddress _portal = portal ?? new();

    /// <summary>
    /// « Émettre » — posts what the family owes and gives it the next number of series F of its régie, and tells each guardian who receives letters. The same id again answers the same invoice and tells nobody. Refuses an amount that is not
    /// positive (<see cref="InvoiceWithoutAmount"/>), lines that do not make it (<see cref="InvoiceDoesNotAddUp"/>) or name another family's child or another product's activity
    /// (<see cref="InvoiceLineElsewhere"/>), an unknown product (<see cref="UnknownService"/>), other facts under a known id (<see cref="InvoiceIssued"/>).
    /// </summary>
    public Task<Invoice> IssueAsync(StructureId structure, NewInvoice asked, CancellationToken stop)
    {
        InvoiceDetail.RefuseWrongSums(asked.Amount, asked.Lines);
        return Conflicts.ReplayAsync(() => Midnight.AcrossAsync(() => IssueOnceAsync(structure, asked, stop)), stop);
    }

    /// <summary>See <see cref="IPaymentOutcome.OnlyInvoices"/>.</summary>
    public bool OnlyInvoices => true;

    /// <summary>The invoices of credited payments are paid, in the transaction that credits them.</summary>
    public NpgsqlBatchCommand Credit(Guid[] structures, Guid[] payments) => new("select payment_id from invoices_settle_paid($1, $2)")
    {
        Parameters = { new() { Value = structures }, new() { Value = payments } },
    };

    /// <summary>
    /// Invoices paid are owed again, under an entry that undoes their payment. Refuses one that was undone already with <see cref="MoreThanSold"/>; and unless it may be
    /// <paramref name="owedAgain"/>, one that was not paid twice with <see cref="InvoiceNotRefunded"/>.
    /// </summary>
    internal static async Task TakeBackAsync(Work work, long entry, IReadOnlyList<SoldLine> lines, bool owedAgain, CancellationToken stop)
    {
        var paid = lines.Where(l => l.InvoiceId is not null).ToArray();
        if (paid.Length == 0)
            return;
        await using var command = work.Command(
            "select invoices_take_back($1, $2, $3, $4)",
            work.Structure.Value, entry, Array.ConvertAll(paid, l => l.TransferId), Array.ConvertAll(paid, l => l.InvoiceId!.Value.Value));
        if ((int)(await command.ExecuteScalarAsync(stop))! != paid.Length)
            throw new MoreThanSold(paid.Length);
        // Read after the mirror, which holds the invoices: what is not kept whole is not written.
        if (!owedAgain && (await PaidTwiceAsync(work, paid, 0, stop)).Count < paid.Length)
            throw new InvoiceNotRefunded();
    }

    /// <summary>The lines whose invoice stays paid whole without so many of its payments: one, when asked before it is given back.</summary>
    internal static async Task<IReadOnlyList<SoldLine>> PaidTwiceAsync(Work work, IReadOnlyList<SoldLine> lines, int without, CancellationToken stop)
    {
        var ids = lines.Where(l => l.InvoiceId is not null).Select(l => l.InvoiceId!.Value).ToList();
        if (ids.Count == 0)
            return [];
        var invoices = await work.Read<Invoice>().Where(i => ids.Contains(i.Id)).ToDictionaryAsync(i => i.Id, stop);
        return [.. lines.Where(l => l.InvoiceId is { } id && invoices[id].Paid - l.UnitPrice * without >= invoices[id].Amount)];
    }

    /// <summary>What a reversal made owed again is paid again: it was won back.</summary>
    internal static async Task WinBackAsync(Work work, long reversal, PaymentId payment, CancellationToken stop)
    {
        await using var command = work.Command("select invoices_win_back($1, $2, $3)", work.Structure.Value, reversal, payment.Value);
        await command.ExecuteNonQueryAsync(stop);
    }

    private async Task<Invoice> IssueOnceAsync(StructureId structure, NewInvoice asked, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var regie = await work.Read<RegieService>().Where(s => s.Id == asked.Service).Select(s => (RegieId?)s.RegieId).SingleOrDefaultAsync(stop) ?? throw new UnknownService();
        var day = ParisTime.DayOf(await work.NowAsync(stop));
        var owed = new Move(AccountName.InvoicesReceivable(asked.Family, regie), AccountName.Invoiced(regie, asked.Service), asked.Amount.Cents);
        var posted = await Journal.PostAsync(work.Connection, structure, [new Posting(EntryKind.Invoice, asked.Id.ToString(), day, [owed])], stop);
        if (!posted[0].Fresh)
            return await KnownAsync(work, asked, stop);
        await InvoiceDetail.RefuseElsewhereAsync(work, asked.Service, [asked], stop);

        var readers = await ReadersAsync(work, asked.Family, regie, stop);
        var (year, number, issuedAt) = await NumberAsync(work, regie, day, stop);
        var invoice = new Invoice
        {
            StructureId = structure,
            Id = asked.Id,
            FamilyId = asked.Family,
            RegieId = regie,
            ServiceId = asked.Service,
            Year = year,
            Number = number,
            Label = asked.Label,
            Amount = asked.Amount,
            IssuedAt = issuedAt,
            DueOn = asked.DueOn,
        };
        work.Db.Add(invoice);
        work.Db.AddRange(InvoiceDetail.Of(structure, asked));
        await TellAsync(work, invoice, readers, stop);
        await work.CommitAsync(stop);
        return invoice;
    }

    /// <summary>Whom an invoice is told to, and the names its letter says; read before the counter is held.</summary>
    private static async Task<Readers> ReadersAsync(Work work, FamilyId family, RegieId regie, CancellationToken stop) => new(
        await work.Read<Structure>().Select(s => s.Name).SingleAsync(stop),
        await work.Read<Regie>().Where(r => r.Id == regie).Select(r => r.Name).SingleAsync(stop),
        await work.Read<Family>().Where(f => f.Id == family).Select(f => f.Name).SingleAsync(stop),
        await work.Read<Guardian>().Where(g => g.FamilyId == family && g.ReceivesLetters && g.Email != null).OrderBy(g => g.Id).ToListAsync(stop));

    private async Task TellAsync(Work work, Invoice invoice, Readers to, CancellationToken stop)
    {
        var (pay, home) = (_portal.At($"{PortalAddress.Tickets}?facture={invoice.Id}").ToString(), _portal.Public.ToString());
        foreach (var guardian in to.Guardians)
        {
            await Outbox.AddAsync(
                work.Transaction, new Addressee(work.Structure, invoice.FamilyId, guardian.Id), invoice.Id.ToString(),
                new InvoiceAvailable(to.Structure, to.Regie, to.Family, guardian.FirstName, invoice.FullNumber, invoice.Label, invoice.IssuedAt, invoice.Amount.Cents, invoice.DueOn, pay, home), stop);
        }
    }

    private static async Task<Invoice> KnownAsync(Work work, NewInvoice asked, CancellationToken stop)
    {
        var known = await work.Read<Invoice>().SingleAsync(i => i.Id == asked.Id, stop);
        var same = (known.FamilyId, known.ServiceId, known.Label, known.Amount, known.DueOn) == (asked.Family, asked.Service, asked.Label, asked.Amount, asked.DueOn);
        return same && await InvoiceDetail.IsSameAsync(work, asked.Id, asked.Lines, stop) ? known : throw new InvoiceIssued(known.FullNumber);
    }

    /// <summary>The counter last, as receipts do: numbers and instants run together, and none is lost.</summary>
    private static async Task<(int Year, int Number, DateTimeOffset IssuedAt)> NumberAsync(Work work, RegieId regie, DateOnly day, CancellationToken stop)
    {
        await using var command = work.Command(
            "select number_year, first_number, moment from receipts_take_numbers(array[$1], array[$2], 'F', array[1], $3)",
            work.Structure.Value, regie.Value, day);
        await using var reader = await command.ExecuteReaderAsync(stop);
        await reader.ReadAsync(stop);
        return (reader.GetInt32(0), reader.GetInt32(1), reader.GetFieldValue<DateTimeOffset>(2));
    }

    private sealed record Readers(string Structure, string Regie, string Family, IReadOnlyList<Guardian> Guardians);
}
