using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;

namespace ETicket.IntegrationTests.Payments.States;

/// <summary>The same events in an order of their own, and what the books say at the end.</summary>
internal static class Shuffled
{
    /// <summary>What letters say of the instant they were written at, and of the booklet as it stood then.</summary>
    private static readonly string[] Fleeting = ["issued_at"];

    /// <summary>In that order, some at the same time; what is refused is told again.</summary>
    public static async Task TellAsync(Random random, Func<Task>[] deliveries)
    {
        random.Shuffle(deliveries);
        var again = new List<Func<Task>>();
        for (var next = 0; next < deliveries.Length;)
        {
            var together = deliveries.Skip(next).Take(random.Next(1, 5)).ToArray();
            next += together.Length;
            var answers = await Task.WhenAll(together.Select(one => Task.Run(() => TryAsync(one))));
            again.AddRange(together.Where((_, i) => !answers[i]));
        }
        // One answer may wait for another's: a rejection is won back once it is recorded.
        for (var round = 0; again.Count > 0; round++)
        {
            Assert.True(round < 5, "told five times over and refused each time");
            var left = new List<Func<Task>>();
            foreach (var one in again)
            {
                if (!await TryAsync(one))
                    left.Add(one);
            }
            again = left;
        }
    }

    private static async Task<bool> TryAsync(Func<Task> one)
    {
        try
        {
            await one();
            return true;
        }
        catch (Exception told) when (told is Refusal)
        {
            return false;
        }
        catch (ProviderUnreachable)
        {
            return true;
        }
    }

    /// <summary>Sums by kind of entry and account, documents and their lines, the state, the wallets, letters and what waits for a person, word by word: all but numbers, instants and ids.</summary>
    public static async Task<string> EndAsync(Books books, Payment payment, FamilyFile family) => await books.AskAsync<string>(
        """
        select concat_ws(E'\n',
          (select state from payment where id = $1),
          (select string_agg(x, E'\n' order by x) from (
             select concat_ws(' ', e.kind, d.kind, d.part, c.kind, c.part, count(*), sum(t.quantity), sum(t.cents)) x
             from entry e join transfer t on t.entry_id = e.id join account d on d.id = t.debit_id join account c on c.id = t.credit_id
             where e.reference like $1::text || '%' or e.corrects_id in (select entry_id from receipt where payment_id = $1) group by e.kind, d.kind, d.part, c.kind, c.part) s),
          (select string_agg(x, E'\n' order by x) from (
             select concat_ws(' ', r.series, r.kind, r.means, r.total_cents, r.reason,
               (select string_agg(l.quantity || 'x' || l.unit_price_cents, ' ' order by l.line) from receipt_line l where l.receipt_id = r.id)) x
             from receipt r where r.payment_id = $1) s),
          (select string_agg(concat_ws(' ', w.ticket_type_id, w.tickets, w.value_cents,
             (select string_agg(l.remaining || '@' || l.unit_cents, ' ' order by l.id) from lot l where l.wallet_id = w.id),
             (select sum(b.remaining) from debt b where b.wallet_id = w.id)), E'\n' order by w.ticket_type_id) from wallet w where w.family_id = $2),
          (select string_agg(x, E'\n' order by x) from (
             select o.name || ' ' || regexp_replace(regexp_replace((o.variables - $3::text[])::text, '[A-Z]\d{4}-\d{6}|Famille \d+', '…', 'g'), p.reference, '…', 'g') x
             from outbox_letter o join payment p on p.id = $1 where o.family_id = $2) s),
          (select string_agg(x, E'\n' order by x) from (
             select concat_ws(' ', d.field, d.expected, d.found) x from discrepancy d where d.payment_id = $1 and d.resolved_at is null) s))
        """, payment.Id.Value, family.Id.Value, Fleeting);
}
