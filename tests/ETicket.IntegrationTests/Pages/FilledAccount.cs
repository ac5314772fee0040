using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using Npgsql;

namespace ETicket.IntegrationTests.Pages;

/// <summary>An account at a provider with a month of movements, and a difference of each sort: open, followed by another, dealt with, closed by itself.</summary>
internal static class FilledAccount
{
    public static async Task AddAsync(PortalDatabase database, PaymentId payment, CancellationToken stop)
    {
        var regie = new RegieId(await database.AskAsync<Guid>("select id from regie order by name limit 1"));
        await new ProviderAccounts(database.Books).OpenAsync(await database.CommuneAsync(), regie, PaymentProvider.Stripe, "compte-de-la-restauration-scolaire", stop);
        await using var owner = NpgsqlDataSource.Create(database.Logins.Owner);
        await using var command = owner.CreateCommand(
            """
            with account as (select structure_id, regie_id, provider, account from provider_account where account = 'compte-de-la-restauration-scolaire'),
            day as (
              insert into provider_day (structure_id, provider, account, day, read_at, lines)
              select structure_id, provider, account, paris_day(eticket_now()) - 1, eticket_now(), 4 from account),
            line as (
              insert into provider_line (structure_id, regie_id, provider, account, key, kind, nature, at, gross_cents, fee_cents, net_cents, currency, source, about, read_at)
              select a.structure_id, a.regie_id, a.provider, a.account, 'txn_1PSF1entTicketsDeCantine' || n, k, nature, eticket_now() - interval '40 days', gross, fee, gross - fee, 'EUR', 'ch_' || n, '{}', eticket_now()
              from account a cross join (values (1, 'charge', 'Family', 123456, 2345), (2, 'refund', 'Family', -3200, 0), (3, 'stripe_fee', 'Charge', -450, 0), (4, 'payout', 'Bank', -98765, 0)) as l(n, k, nature, gross, fee)),
            gap as (
              insert into provider_gap (structure_id, regie_id, provider, account, kind, subject, payment_id, day, expected_cents, found_cents, currency, seen_at, resolved_at, resolved_by, outcome, healed)
              select a.structure_id, a.regie_id, a.provider, a.account, kind,
                     case kind when 'HereOnly' then (select r.id::text from receipt r where r.payment_id = $1) || '/' || n else 'txn_1PSF1entTicketsDeCantine' || n || '/charge' end, case when known then $1 end, paris_day(eticket_now()) - n, expected, found, currency, eticket_now(),
                     case when outcome is not null then eticket_now() end, case when outcome is not null then 'Dominique' end, outcome, coalesce(outcome = 'Les deux côtés sont d’accord.', false)
              from account a cross join (values
                (1, 'HereOnly', true, 123456, null, 'EUR', null), (2, 'HereOnly', true, -3200, null, 'EUR', null), (3, 'ThereOnly', false, null, 2500, 'EUR', null),
                (4, 'ThereOnly', true, null, -2500, 'EUR', null), (5, 'Amount', true, 2500, 2600, 'EUR', null), (6, 'Amount', true, 2500, 2500, 'USD', null), (7, 'Twice', true, 2500, 2500, 'EUR', null),
                (8, 'Changed', true, 2500, 2600, 'EUR', null), (9, 'Amount', true, 2500, 2600, 'EUR', 'Stripe a reconnu son erreur, et rend la différence.'), (10, 'HereOnly', true, 2500, null, 'EUR', 'Les deux côtés sont d’accord.'))
                as g(n, kind, known, expected, found, currency, outcome)
              returning structure_id)
            select count(*) from gap
            """);
        command.Parameters.Add(new() { Value = payment.Value });
        Assert.Equal(10L, await command.ExecuteScalarAsync(stop));
    }
}
